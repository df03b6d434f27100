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

        A row of eight for each class, or one class alone:
          forger generate result --each-class 8
          forger generate result --class shirt

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

  @Option(
    name: .customLong("class"),
    help: ArgumentHelp("Pictures of this class only.", valueName: "name|n")
  )
  var className: String?

  @Option(
    help: ArgumentHelp(
      "So many of each class: a row of the sheet, or with --each a folder.",
      valueName: "n"
    )
  )
  var eachClass: Int?

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
    try check(className, isNotEmpty: "--class")
    if let eachClass {
      if className != nil {
        throw ValidationError("--class and --each-class exclude each other; give one of them")
      }
      if rows != nil || columns != nil || count != nil {
        throw ValidationError("--each-class says how many; give no --rows, --columns or --count")
      }
      let most = each ? 10_000_000 : arrays == nil ? 1000 : 65_536
      try check(eachClass, of: "--each-class", isIn: 1...most)
    }
    if arrays != nil && (each || out != nil || rows != nil || columns != nil) {
      throw ValidationError(
        "--arrays writes no pictures; of the others only --count and classes go with it"
      )
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
    let classes: Generation.Classes =
      className.map { .one($0) } ?? (eachClass == nil ? .any : .each)
    let generation = Generation(
      from: checkpoint,
      of: classes,
      seed: seed,
      in: threads.context()
    )
    if let arrays {
      let total = try generation.writeArrays(eachClass ?? count ?? 100, to: arrays)
      try console.printResult("\(arrays): \(total) latent vectors and images")
    } else if each {
      let folder = out ?? "samples"
      let total = try generation.writeEach(eachClass ?? count ?? 100, to: folder)
      try console.printResult("\(total) pictures in \(folder)")
    } else {
      let (path, columns) = (out ?? "samples.png", eachClass ?? columns ?? 10)
      let rows = try generation.writeSheet(
        rows: eachClass == nil ? rows ?? 10 : 1,
        columns: columns,
        to: path
      )
      try console.printResult("\(path): \(rows) × \(columns) pictures")
    }
  }
}
