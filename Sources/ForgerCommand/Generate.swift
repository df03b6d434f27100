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

        A row of eight for each class, or one class alone:
          forger generate result --each-class 8
          forger generate result --class shirt

        The sixteen of 200 that the discriminator finds most real:
          forger generate result --count 200 --best 16

        Better samples, less varied, where latent vectors are normal:
          forger generate result --truncation 0.7

        The numbers themselves, z and image, for NumPy; and images of such numbers:
          forger generate result --count 64 --arrays samples.npz
          forger generate result --vectors samples.npz
      """
  )

  @Argument(help: .generator)
  var checkpoint: String

  @Option(help: ArgumentHelp("Rows of the grid. (default: 10)", valueName: "n"))
  var rows: Int?

  @Option(help: ArgumentHelp("Columns of the grid. (default: 10)", valueName: "n"))
  var columns: Int?

  @Option(
    help: ArgumentHelp(
      "Number, with --each, --arrays or --best. (default: 100)",
      valueName: "n"
    )
  )
  var count: Int?

  @Option(
    help: ArgumentHelp(
      """
      Keep so many of --count, or of --each-class, that the run's discriminator finds most real; best first \
      in a grid and in arrays.
      """,
      valueName: "n"
    )
  )
  var best: Int?

  @Option(
    name: .customLong("class"),
    help: ArgumentHelp("Samples of this class only.", valueName: "name|n")
  )
  var className: String?

  @Option(
    help: ArgumentHelp(
      "So many of each class: a row of the grid, or with --each a folder.",
      valueName: "n"
    )
  )
  var eachClass: Int?

  @Flag(help: "Write each sample to its own file: image00000001.png, …")
  var each = false

  @Option(
    help: ArgumentHelp(
      "Write latent vectors and images as float32 arrays z and image.",
      valueName: "file.npz"
    )
  )
  var arrays: String?

  @Option(
    help: ArgumentHelp(
      "Make the samples of latent vectors in a file, as --arrays writes them.",
      valueName: "file.npz"
    )
  )
  var vectors: String?

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

  @OptionGroup var truncation: TruncationOption

  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    try check(checkpoint, isNotEmpty: "the checkpoint")
    try check(out, isNotEmpty: "--out")
    try check(arrays, isNotEmpty: "--arrays")
    try check(vectors, isNotEmpty: "--vectors")
    if vectors != nil {
      let others =
        rows != nil || count != nil || best != nil || className != nil || eachClass != nil || each
        || arrays != nil || truncation.threshold != nil
      if others {
        throw ValidationError(
          "--vectors says what is made; it can only be combined with --columns and --out"
        )
      }
    }
    try check(className, isNotEmpty: "--class", expecting: "a name or a number")
    if let eachClass {
      if className != nil {
        throw ValidationError("--class and --each-class exclude each other; give one of them")
      }
      if rows != nil || columns != nil || count != nil {
        throw ValidationError("--each-class says how many; give no --rows, --columns or --count")
      }
      let most = each || best != nil ? Self.most : arrays == nil ? 1000 : Generation.mostTogether
      try check(eachClass, of: "--each-class", isIn: 1...most)
    }
    if arrays != nil && (each || out != nil || rows != nil || columns != nil) {
      throw ValidationError(
        "--arrays writes no images; it can only be combined with --count, --best and classes"
      )
    }
    if each && (rows != nil || columns != nil) {
      throw ValidationError("--each writes no grid; give --count instead of --rows and --columns")
    }
    if !each && arrays == nil && best == nil && count != nil {
      throw ValidationError(
        "--count needs --each, --arrays or --best; a grid takes --rows and --columns"
      )
    }
    try check(rows, of: "--rows", isIn: 1...1000)
    try check(columns, of: "--columns", isIn: 1...1000)
    try check(
      "--rows and --columns",
      make: (rows ?? 10) * (columns ?? 10),
      place: " in a grid"
    )
    if arrays != nil, best == nil, let count, count > Generation.mostTogether {
      throw ValidationError(
        "--count is \(count); expected at most \(Generation.mostTogether) with --arrays"
      )
    }
    try check(count, of: "--count", isIn: 1...Self.most)
    try checkBest()
  }

  /// The most samples in files of their own, or to choose from.
  private static let most = 10_000_000

  private func checkBest() throws {
    guard let best else { return }
    let isGrid = !each && arrays == nil
    if rows != nil {
      throw ValidationError("--best says how many; give no --rows, but --columns if need be")
    }
    // A class has a row of the grid, which is as wide as it is without --best at most.
    try check(
      best,
      of: "--best",
      isIn: 1...(isGrid && eachClass != nil ? 1000 : Generation.mostTogether)
    )
    let (source, candidates) = eachClass.map { ("--each-class", $0) } ?? ("--count", count ?? 100)
    if best > candidates {
      throw ValidationError("--best is \(best); expected at most \(candidates), which is \(source)")
    }
    if isGrid && cells.rows > 1000 {
      throw ValidationError(
        "--best and --columns make \(cells.rows) rows; expected at most 1000 in a grid"
      )
    }
  }

  func run() throws {
    SpinCount.apply()
    let console = Console.standardOutput()
    let classes: Generation.Classes =
      className.map { .one($0) } ?? (eachClass == nil ? .any : .each)
    let generation = Generation(
      from: checkpoint,
      of: classes,
      keepingBest: best,
      truncatedBy: truncation.truncation,
      seed: seed,
      in: try compute.context()
    )
    if let vectors {
      let path = out ?? "samples.png"
      let (rows, columns) = try generation.writeGrid(ofVectors: vectors, columns: columns, to: path)
      return try console.printResult("\(path): \(rows) × \(columns) samples of \(vectors)")
    }
    let count = eachClass ?? count ?? 100
    let chosen =
      best == nil ? "" : ", the best of \(count)" + (eachClass == nil ? "" : " of each class")
    if let arrays {
      let total = try generation.writeArrays(count, to: arrays)
      try console.printResult("\(arrays): \(total) latent vectors and images\(chosen)")
    } else if each {
      let folder = out ?? "samples"
      let total = try generation.writeEach(count, to: folder)
      try console.printResult("\(total) samples in \(folder)\(chosen)")
    } else {
      let path = out ?? "samples.png"
      let (rows, columns) = cells
      let all = try generation.writeGrid(
        rows: rows,
        columns: columns,
        of: best == nil ? nil : count,
        to: path
      )
      // The last row of chosen ones need not be full.
      let what = eachClass == nil ? best.map { "\($0)" } : nil
      try console.printResult("\(path): \(what ?? "\(all) × \(columns)") samples\(chosen)")
    }
  }

  /// The rows of the grid, of each class if there is a row for each, and its columns.
  private var cells: (rows: Int, columns: Int) {
    if let eachClass { return (1, best ?? eachClass) }
    guard let best else { return (rows ?? 10, columns ?? 10) }
    // Large ones are as nearly square as possible.
    let columns = columns ?? min(best, max(10, Int(Double(best).squareRoot().rounded(.up))))
    return ((best + columns - 1) / columns, columns)
  }
}
