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
    abstract: "Find the latent vectors of given images (GAN inversion).",
    usage: "forger project [<options>] <checkpoint> <image> ...",
    discussion: """
      Minimizes the distance between sample and image by gradient descent through the generator, from \
      several random vectors at once. Writes a grid of the images beside their reconstructions, a GIF \
      of the search, and the vectors as z in an .npz file.

      EXAMPLES:
        Project one image, in projection.png, .gif and .npz:
          forger project result cat.png

        Sixteen images of the test split, by the discriminator's features:
          forger project result --dataset fashion-mnist --count 16 --loss features
      """
  )

  @Argument(help: .generator)
  var checkpoint: String

  @OptionGroup var target: TargetOptions

  @Option(
    help: ArgumentHelp(
      "Distance to minimize: of pixels, or of the discriminator's features.",
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
    try search.compute.context().run { try project() }
  }

  private func project() throws {
    let console = Console.standardOutput()
    let checkpoint = try GeneratorCheckpoint(readingFrom: checkpoint)
      .asking(forClass: search.className)
    let targets = try target.targets(for: checkpoint.recipe, on: console)
    let projection = try Projection(in: checkpoint, by: loss, search.settings)
    let found = try searched(targets, by: projection, steps: search.settings.steps, on: console)
    try outputs.write(found, by: projection)
    try printErrors(of: found, of: checkpoint.recipe, on: console)
    try console.printResult("\(outputs.text): \(found.count) projected")
  }
}
