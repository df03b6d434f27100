import ArgumentParser
import Recipes
import TensorCore
import Terminal

/// `forger generate`.
struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Generate images with a trained generator.",
    usage: "forger generate [<options>] <checkpoint>",
    discussion: """
      EXAMPLES:
        A grid of 10 × 10 samples, in samples.png:
          forger generate result/gen_iter_1000.npz

        Another grid from the newest snapshot of a run:
          forger generate result --rows 4 --columns 16 --seed 7 --out grid.png

        A thousand numbered images in a folder:
          forger generate result --count 1000 --each --out samples

        Latent vectors and images as arrays (z and image) for NumPy:
          forger generate result --count 64 --arrays samples.npz
      """
  )

  @Argument(help: .generator)
  var checkpoint: String

  @Option(help: ArgumentHelp("Rows of the grid. (default: 10)", valueName: "n"))
  var rows: Int?

  @Option(help: ArgumentHelp("Columns of the grid. (default: 10)", valueName: "n"))
  var columns: Int?

  @Option(help: ArgumentHelp("Number, with --each or --arrays. (default: 100)", valueName: "n"))
  var count: Int?

  @Flag(help: "Write each sample to its own file: image00000001.png, …")
  var each = false

  @Option(
    help: ArgumentHelp(
      "Write latent vectors and images as float32 arrays z and image.",
      valueName: "file.npz"
    )
  )
  var arrays: String?

  @Option(help: ArgumentHelp("Random seed.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The grid's file (default: samples.png), or with --each the folder (default: samples).",
      valueName: "path"
    )
  )
  var out: String?

  @OptionGroup var threads: ThreadOption

  func validate() throws {
    try check(checkpoint, isNotEmpty: "the checkpoint")
    try check(out, isNotEmpty: "--out")
    try check(arrays, isNotEmpty: "--arrays")
    if arrays != nil && (each || out != nil || rows != nil || columns != nil) {
      throw ValidationError("--arrays writes no images; it can only be combined with --count")
    }
    if each && (rows != nil || columns != nil) {
      throw ValidationError("--each writes no grid; give --count instead of --rows and --columns")
    }
    if !each && arrays == nil && count != nil {
      throw ValidationError(
        "--count needs --each or --arrays; a grid takes --rows and --columns"
      )
    }
    try check(rows, of: "--rows", isIn: 1...1000)
    try check(columns, of: "--columns", isIn: 1...1000)
    try check(
      "--rows and --columns",
      make: (rows ?? 10) * (columns ?? 10),
      place: " in a grid"
    )
    if arrays != nil, let count, count > 65_536 {
      throw ValidationError("--count is \(count); expected at most 65536 with --arrays")
    }
    try check(count, of: "--count", isIn: 1...10_000_000)
  }

  func run() throws {
    SpinCount.apply()
    let console = Console.standardOutput()
    let generation = Generation(from: checkpoint, seed: seed, in: threads.context())
    if let arrays {
      try generation.writeArrays(count ?? 100, to: arrays)
      try console.printResult("\(arrays): \(count ?? 100) latent vectors and images")
    } else if each {
      let folder = out ?? "samples"
      let total = count ?? 100
      try generation.writeEach(total, to: folder)
      try console.printResult("\(total) samples in \(folder)")
    } else {
      let path = out ?? "samples.png"
      try generation.writeGrid(rows: rows ?? 10, columns: columns ?? 10, to: path)
      try console.printResult("\(path): \(rows ?? 10) × \(columns ?? 10) samples")
    }
  }
}
