import ArgumentParser
import LatentTools
import Recipes
import TensorCore
import Terminal
import Training

/// `forger project`.
struct Project: ParsableCommand, SearchCommand {
  static let grid = "projection.png"
  static let configuration = CommandConfiguration(
    abstract: "Find the latent vectors whose images are nearest to given ones.",
    usage: "forger project [<options>] <checkpoint> <image> ...",
    discussion: """
      Goes down the slopes of the distance to each image, through the generator, from several \
      random vectors at once. Writes the images beside what the generator made of them, how it \
      got there as a GIF, and the vectors as z in an .npz file.

      EXAMPLES:
        One image, projection.png, projection.gif and projection.npz:
          forger project result cat.png

        Sixteen that it never saw, by what the discriminator sees in them:
          forger project result --dataset fashion-mnist --count 16 --loss features
      """
  )

  @Argument(help: .generator)
  var checkpoint: String

  @OptionGroup var target: TargetOptions

  @Option(
    help: ArgumentHelp(
      "The distance: of pixels, of their squares, or of what the discriminator judges by.",
      valueName: "which"
    )
  )
  var loss = ImageDistance.l2

  @OptionGroup var search: SearchOptions

  @OptionGroup var outputs: SearchOutputs<Project>

  func validate() throws {
    try check(checkpoint, isNotEmpty: "the checkpoint")
  }

  func run() throws {
    SpinCount.apply()
    try search.threads.context().run { try project() }
  }

  private func project() throws {
    let console = Console.standardOutput()
    let checkpoint = try GeneratorCheckpoint(readingFrom: checkpoint)
    let targets = try target.targets(for: checkpoint.recipe, on: console)
    let projection = try Projection(in: checkpoint, by: loss, search.settings)
    let found = try searched(targets, by: projection, steps: search.settings.steps, on: console)
    try outputs.write(found, by: projection)
    try printErrors(of: found, on: console)
    try console.printResult("\(outputs.text): \(found.count) projected")
  }
}
