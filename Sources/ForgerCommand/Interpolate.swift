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
          forger interpolate result/gen_iter_1000.npz --pairs 1 --steps 60 -o long.png
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

  @OptionGroup var truncation: TruncationOption

  @Option(name: .shortAndLong, help: ArgumentHelp("The grid's file.", valueName: "path"))
  var out = "walk.png"

  @Option(
    help: ArgumentHelp("The animation's file. (default: as --out, with .gif)", valueName: "path")
  )
  var gif: String?

  @OptionGroup var threads: ThreadOption

  func validate() throws {
    try check(checkpoint, isNotEmpty: "the checkpoint")
    for (option, value) in [("--out", out), ("--gif", gif)] {
      try check(value, isNotEmpty: option)
    }
    try checkDifferent([("--out", out), ("--gif", animation)])
    try check(steps, of: "--steps", isIn: 2...1000)
    try check(pairs, of: "--pairs", isIn: 1...1000)
    try check("--steps and --pairs", make: steps * pairs)
  }

  func run() throws {
    SpinCount.apply()
    let interpolation = try Interpolation(
      from: checkpoint,
      pairs: pairs,
      steps: steps,
      way: way,
      truncatedBy: truncation.truncation,
      seed: seed,
      in: threads.context()
    )
    try interpolation.write(grid: out, animation: animation)
    try Console.standardOutput().printResult(
      "\(out), \(animation): \(pairs) \(interpolation.way.rawValue) walks of \(steps) samples"
    )
  }

  /// `walk.gif` for `walk.png`.
  private var animation: String {
    gif ?? out.withoutPNG + ".gif"
  }
}
