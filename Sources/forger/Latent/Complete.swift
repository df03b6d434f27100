import Adversarial
import Archives
import ArgumentParser
import Imaging
import Training

/// `forger complete`.
struct Complete: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fill holes in pictures with what a generator would have made there.",
    usage: "forger complete [<options>] <checkpoint> <image> ...",
    discussion: """
      Searches the latent vector whose picture agrees with what is known around the hole and that \
      the discriminator takes for real, and fills the hole with that. The discriminator comes from \
      the snapshot, or from dis_iter_N.npz beside gen_iter_N.npz. A strip shows each picture before, \
      masked and filled; a GIF shows how it came about.

      EXAMPLES:
        The middle of a picture, to completion.png, .gif and .npz:
          forger complete result cat.png --mask center

        What a mask of your own leaves open, bright being the hole:
          forger complete result cat.png --mask hole.png
      """
  )

  @Argument(help: "snapshot_iter_N.npz, the folder of a run, or gen_iter_N.npz.")
  var checkpoint: String

  @OptionGroup var target: TargetOptions

  @Option(
    help: ArgumentHelp(
      "What is missing: the middle, the left half, four fifths of the pixels, a grid's lines, or what "
        + "is bright in a picture. (center, left, random, grid, or a file)",
      valueName: "which|path"
    )
  )
  var mask = MaskSource.pattern(.center)

  @Option(
    help: ArgumentHelp(
      "Pixels this near to the hole count, the more of it they see. Odd, in pixels.",
      valueName: "side"
    )
  )
  var window = CompletionSettings().window

  @Option(
    help: ArgumentHelp(
      "The weight of the discriminator's verdict; 0 needs no discriminator.",
      valueName: "lambda"
    )
  )
  var prior = CompletionSettings().priorWeight

  @Flag(inversion: .prefixedNo, help: "Fit the filling's brightness to what is around it.")
  var poisson = CompletionSettings().blends

  @OptionGroup var search: SearchOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("The strip's file.", valueName: "path"))
  var out = "completion.png"

  @Option(
    help: ArgumentHelp("The animation's file. (default: as --out, with .gif)", valueName: "path")
  )
  var gif: String?

  @Option(
    help: ArgumentHelp(
      "The file of vectors, images and errors. (default: as --out, with .npz)",
      valueName: "path"
    )
  )
  var arrays: String?

  func validate() throws {
    try check(checkpoint, isNotEmpty: "the checkpoint")
    try outputs.validate()
    try checkingOptions { () throws(RecipeProblem) in try settings.validate() }
  }

  func run() throws {
    SpinCount.apply()
    search.applyThreads()
    let console = Console.standardOutput()
    let checkpoint = try GeneratorCheckpoint(readingFrom: checkpoint)
    let recipe = checkpoint.players.recipe
    let mask = try mask.mask(for: recipe, seed: search.seed)
    let targets = try target.targets(for: recipe, on: console)
    let completion = try Completion(in: checkpoint, settings)
    let results = try searched(targets, steps: search.steps, on: console) { target, progress in
      try completion(target, mask, progress: progress)
    }
    try PNG.write(completion.strip(of: results), to: out)
    try completion.writeAnimation(of: results, to: outputs.animation)
    try NPZ.write(completion.arrays(of: results), to: outputs.arrays)
    for result in results {
      try printOrFail(
        printable("\(result.target.name): \(result.error.text) in the hole (start \(result.start))")
      )
    }
    if results.count > 1 {
      try printOrFail(
        "all: \(ReconstructionError.mean(of: results.map(\.error)).text) in the holes"
      )
    }
    let share = 100 * Double(mask.missingCount) / Double(mask.height * mask.width)
    try printOrFail(
      "\(outputs.text): \(results.count) completed, \(Int(share.rounded())) % was missing"
    )
  }

  private var settings: CompletionSettings {
    CompletionSettings(
      search: search.settings,
      window: window,
      priorWeight: prior,
      blends: poisson
    )
  }

  private var outputs: SearchOutputs {
    SearchOutputs(strip: out, animation: gif, arrays: arrays)
  }
}
