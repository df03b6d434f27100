import Adversarial
import ArgumentParser
import Recipes

/// What the networks are made of.
struct NetworkOptions: ParsableArguments {
  @Option(
    name: [.customShort("n"), .long],
    help: ArgumentHelp("Length of the latent vectors. (default: the recipe's)", valueName: "n")
  )
  var latentSize: Int?

  @Option(
    help: ArgumentHelp(
      "Height and width of the images that the networks see. (default: the recipe's)",
      discussion: "One number, or two: 48x64. The networks are as deep as the size asks for.",
      valueName: "n|HxW"
    )
  )
  var imageSize: ImageSize?

  @Option(
    help: ArgumentHelp("Width of the networks. (default: the recipe's)", valueName: "n")
  )
  var channels: Int?

  /// Puts what was given into `overrides`.
  func apply(to overrides: inout RecipeOverrides) {
    overrides.latentSize = latentSize
    overrides.imageSize = imageSize
    overrides.channels = channels
  }
}
