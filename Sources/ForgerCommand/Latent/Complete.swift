import ArgumentParser
import LatentTools
import Recipes
import TensorCore
import Terminal
import Training

/// `forger complete`.
struct Complete: ParsableCommand, SearchCommand, SettingSource {
  static var table: SettingTable<CompletionSettings> { CompletionSettings.settings }
  static let grid = "completion.png"
  static let configuration = CommandConfiguration(
    abstract: "Fill holes in images with what a generator would have made there.",
    usage: "forger complete [<options>] <checkpoint> <image> ...",
    discussion: """
      Searches the latent vector whose image agrees with what is known around the hole and that \
      the discriminator takes for real, and fills the hole with that. The discriminator comes from \
      the snapshot, or from dis_iter_N.npz beside gen_iter_N.npz. A grid shows each image before, \
      masked and filled; a GIF shows how it came about.

      EXAMPLES:
        The middle of an image, to completion.png, .gif and .npz:
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
        + "is bright in an image. (center, left, random, grid, or a file)",
      valueName: "which|path"
    )
  )
  var mask = MaskSource.pattern(.center)

  @OptionGroup var filling: SettingFlags<Self>

  @OptionGroup var search: SearchOptions

  @OptionGroup var outputs: SearchOutputs<Complete>

  func validate() throws {
    try check(checkpoint, isNotEmpty: "the checkpoint")
  }

  func run() throws {
    SpinCount.apply()
    try search.threads.context().run { try complete() }
  }

  private func complete() throws {
    let console = Console.standardOutput()
    let checkpoint = try GeneratorCheckpoint(readingFrom: checkpoint)
    let recipe = checkpoint.recipe
    let mask = try mask.mask(for: recipe, seed: settings.search.seed, on: console)
    let targets = try target.targets(for: recipe, on: console)
    let completion = try Completion(of: mask, in: checkpoint, settings)
    let found = try searched(targets, by: completion, steps: settings.search.steps, on: console)
    try outputs.write(found, by: completion)
    try printErrors(of: found, where: (" in the hole", " in the holes"), on: console)
    let share = 100 * Double(mask.missingCount) / Double(mask.height * mask.width)
    try console.printResult(
      "\(outputs.text): \(found.count) completed, \(Int(share.rounded())) % was missing"
    )
  }

  private var settings: CompletionSettings {
    filling.changes.applied(to: CompletionSettings(search: search.settings))
  }
}
