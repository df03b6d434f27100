import ArgumentParser
import Recipes
import TensorCore
import Terminal

/// `forger generate`.
struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make pictures with a trained generator.",
    usage: "forger generate [<options>] <checkpoint>",
    discussion: """
      EXAMPLES:
        A sheet of 10 × 10 pictures, samples.png:
          forger generate result/gen_iter_1000.npz

        Another sheet, of another shape, from the newest snapshot of a run:
          forger generate result --rows 4 --columns 16 --seed 7 --out sheet.png

        A thousand numbered pictures in a folder:
          forger generate result --count 1000 --each --out pictures

        The numbers themselves, z and image, for NumPy:
          forger generate result --count 64 --arrays samples.npz
      """
  )

  @Argument(help: .generator)
  var checkpoint: String

  @Option(help: ArgumentHelp("Rows of the sheet. (default: 10)", valueName: "n"))
  var rows: Int?

  @Option(help: ArgumentHelp("Columns of the sheet. (default: 10)", valueName: "n"))
  var columns: Int?

  @Option(help: ArgumentHelp("How many, with --each or --arrays. (default: 100)", valueName: "n"))
  var count: Int?

  @Flag(help: "Write each picture to a file of its own: image00000001.png, …")
  var each = false

  @Option(
    help: ArgumentHelp(
      "Write latent vectors and images as numbers: z and image, float32.",
      valueName: "file.npz"
    )
  )
  var arrays: String?

  @Option(help: ArgumentHelp("Other seeds give other pictures.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The sheet's file (default: samples.png), or with --each the folder (default: samples).",
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
      throw ValidationError("--arrays writes no pictures; of the others only --count goes with it")
    }
    if each && (rows != nil || columns != nil) {
      throw ValidationError("--each writes no sheet; give --count instead of rows and columns")
    }
    if !each && arrays == nil && count != nil {
      throw ValidationError(
        "--count goes with --each or --arrays; a sheet has --rows and --columns"
      )
    }
    try check(rows, of: "--rows", isIn: 1...1000)
    try check(columns, of: "--columns", isIn: 1...1000)
    try check(
      "--rows and --columns",
      make: (rows ?? 10) * (columns ?? 10),
      place: " on a sheet"
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
      try console.printResult("\(total) pictures in \(folder)")
    } else {
      let path = out ?? "samples.png"
      try generation.writeSheet(rows: rows ?? 10, columns: columns ?? 10, to: path)
      try console.printResult("\(path): \(rows ?? 10) × \(columns ?? 10) pictures")
    }
  }
}
