import ArgumentParser
import LatentTools
import TensorCore
import Terminal

/// `forger interpolate`.
struct Interpolate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Interpolate between samples of a trained generator.",
    usage: "forger interpolate [<options>] <checkpoint>",
    discussion: """
      Draws pairs of latent vectors and generates samples along the path between them: as a PNG with \
      one row per pair, and as a GIF that runs back and forth.

      EXAMPLES:
        Five walks of ten samples, in walk.png and walk.gif:
          forger interpolate result

        One long smooth walk:
          forger interpolate result --pairs 1 --steps 60 -o long.png

        From shirts to bags, each walk of one latent vector:
          forger interpolate result --from-class shirt --to-class bag --hold-vector
      """
  )

  @Argument(help: .generator)
  var checkpoint: String

  @Option(help: ArgumentHelp("Samples per walk, both ends included.", valueName: "n"))
  var steps = 10

  @Option(help: ArgumentHelp("Number of walks.", valueName: "n"))
  var pairs = 5

  @Flag(
    help: """
      Straight line or great circle. (default: spherical if latent vectors are normal, \
      linear where they are uniform)
      """
  )
  var way: LatentPath?

  @Option(help: ArgumentHelp("Random seed.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    name: .customLong("class"),
    help: ArgumentHelp("Walk within this class only.", valueName: "name|n")
  )
  var className: String?

  @Option(
    help: ArgumentHelp("Walk from this class to that of --to-class.", valueName: "name|n")
  )
  var fromClass: String?

  @Option(help: ArgumentHelp("Where walks end, with --from-class.", valueName: "name|n"))
  var toClass: String?

  @Flag(help: "Keep the latent vector of each walk, so that only the class changes.")
  var holdVector = false

  @OptionGroup var truncation: TruncationOption

  @Option(name: .shortAndLong, help: ArgumentHelp("The grid's file.", valueName: "path"))
  var out = "walk.png"

  @Option(
    help: ArgumentHelp("The animation's file. (default: as --out, with .gif)", valueName: "path")
  )
  var gif: String?

  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    try check(checkpoint, isNotEmpty: "the checkpoint")
    try check(out, isNotEmpty: "--out")
    try check(gif, isNotEmpty: "--gif")
    try checkDifferent([("--out", out), ("--gif", animation)])
    try check(steps, of: "--steps", isIn: 2...1000)
    try check(pairs, of: "--pairs", isIn: 1...1000)
    try check("--steps and --pairs", make: steps * pairs)
    try checkClasses()
  }

  private func checkClasses() throws {
    let name = "a name or a number"
    try check(className, isNotEmpty: "--class", expecting: name)
    try check(fromClass, isNotEmpty: "--from-class", expecting: name)
    try check(toClass, isNotEmpty: "--to-class", expecting: name)
    if (fromClass == nil) != (toClass == nil) {
      throw ValidationError("--from-class and --to-class go together; give both")
    }
    if className != nil && fromClass != nil {
      throw ValidationError("--class and --from-class exclude each other; give one of them")
    }
    if let fromClass, fromClass == toClass {
      throw ValidationError(
        "--from-class and --to-class are both \(fromClass); give two, or --class"
      )
    }
    if holdVector && fromClass == nil {
      throw ValidationError("--hold-vector needs --from-class and --to-class")
    }
    if holdVector && way != nil {
      throw ValidationError("--hold-vector has no path; give no --linear or --spherical")
    }
  }

  func run() throws {
    SpinCount.apply()
    let interpolation = try Interpolation(
      from: checkpoint,
      pairs: pairs,
      steps: steps,
      way: way,
      through: classes,
      truncatedBy: truncation.truncation,
      seed: seed,
      in: try compute.context()
    )
    try interpolation.write(grid: out, animation: animation)
    let way = holdVector ? "" : interpolation.way.rawValue + " "
    let places = fromClass.flatMap { from in toClass.map { " from \(from) to \($0)" } } ?? ""
    try Console.standardOutput().printResult(
      "\(out), \(animation): \(pairs) \(way)walks of \(steps) samples\(places)"
    )
  }

  private var classes: Interpolation.Classes {
    if let fromClass, let toClass {
      return .between(fromClass, toClass, holdingVectors: holdVector)
    }
    return className.map { .one($0) } ?? .any
  }

  /// `walk.gif` for `walk.png`.
  private var animation: String {
    gif ?? out.withoutPNG + ".gif"
  }
}
