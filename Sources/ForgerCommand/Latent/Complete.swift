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
    abstract: "Fill holes in images with a generator (inpainting).",
    usage: "forger complete [<options>] <checkpoint> <image> ...",
    discussion: """
      Searches for the latent vector whose sample agrees with the known pixels and looks real to the \
      discriminator, and fills the hole with that sample. The discriminator is read from the \
      snapshot, or from dis_iter_N.npz beside gen_iter_N.npz. A grid shows each image before, masked \
      and filled; a GIF shows the search.

      EXAMPLES:
        Fill the center of an image, in completion.png, .gif and .npz:
          forger complete result cat.png --mask center

        Use a mask of your own, bright where pixels are missing:
          forger complete result cat.png --mask hole.png
      """
  )

  @Argument(help: "snapshot_iter_N.npz, the folder of a run, or gen_iter_N.npz.")
  var checkpoint: String

  @OptionGroup var target: TargetOptions

  @Option(
    help: ArgumentHelp(
      "Missing pixels: the center, the left half, a random 80 %, a grid of lines, or the bright pixels "
        + "of an image. (center, left, random, grid, or a file)",
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
    try search.compute.context().run { try complete() }
  }

  private func complete() throws {
    let console = Console.standardOutput()
    let checkpoint = try GeneratorCheckpoint(readingFrom: checkpoint)
      .asking(forClass: search.className)
    let recipe = checkpoint.recipe
    let mask = try mask.mask(for: recipe, seed: settings.search.seed, on: console)
    let targets = try target.targets(for: recipe, on: console)
    let completion = try Completion(of: mask, in: checkpoint, settings)
    let found = try searched(targets, by: completion, steps: settings.search.steps, on: console)
    try outputs.write(found, by: completion)
    try printErrors(
      of: found,
      of: recipe,
      where: (" in the hole", " in the holes"),
      on: console
    )
    let share = 100 * Double(mask.missingCount) / Double(mask.height * mask.width)
    try console.printResult(
      "\(outputs.text): \(found.count) completed, \(Int(share.rounded())) % missing"
    )
  }

  private var settings: CompletionSettings {
    filling.changes.applied(to: CompletionSettings(search: search.settings))
  }
}
