import ArgumentParser
import LatentTools
import TensorCore
import Terminal

/// `forger interpolate`.
struct Interpolate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Walk between pictures of a trained generator.",
    usage: "forger interpolate [<options>] <checkpoint>",
    discussion: """
      Draws pairs of latent vectors and shows what the generator makes on the way from one to \
      the other: as a PNG, a row for each pair, and as a GIF that goes there and back.

      EXAMPLES:
        Five walks of ten pictures, walk.png and walk.gif:
          forger interpolate result

        One long smooth walk:
          forger interpolate result/gen_iter_1000.npz --pairs 1 --steps 60 -o long.png
      """
  )

  @Argument(help: .generator)
  var checkpoint: String

  @Option(help: ArgumentHelp("Pictures of a walk, its ends included.", valueName: "n"))
  var steps = 10

  @Option(help: ArgumentHelp("Walks.", valueName: "n"))
  var pairs = 5

  @Flag(
    help: """
      Go straight or along a great circle. (default: spherical where latent vectors are normal, \
      linear where they are uniform)
      """
  )
  var way: LatentPath?

  @Option(help: ArgumentHelp("Other seeds give other walks.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(name: .shortAndLong, help: ArgumentHelp("The strip's file.", valueName: "path"))
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
      seed: seed,
      in: threads.context()
    )
    try interpolation.write(strip: out, animation: animation)
    try Console.standardOutput().printResult(
      "\(out), \(animation): \(pairs) \(interpolation.way.rawValue) walks of \(steps) pictures"
    )
  }

  /// `walk.gif` for `walk.png`.
  private var animation: String {
    gif ?? out.withoutPNG + ".gif"
  }
}
