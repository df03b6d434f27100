package import Adversarial

/// The two networks that a recipe describes, with their file layouts.
package struct Networks {
  let generator: any Generator
  let discriminator: any Discriminator
  let generatorLayout: ModelLayout
  let discriminatorLayout: ModelLayout

  /// Freshly drawn networks of a valid recipe.
  init(of recipe: Recipe, using random: NetworkStreams) {
    let (architecture, shape) = (recipe.architecture, recipe.networkShape)
    self.init(
      architecture.generator(shape, using: random),
      architecture.discriminator(shape, using: random)
    )
  }

  /// Two networks.
  package init(_ generator: any Generator, _ discriminator: any Discriminator) {
    (self.generator, generatorLayout) = (generator, ModelLayout(of: generator))
    (self.discriminator, discriminatorLayout) = (discriminator, ModelLayout(of: discriminator))
  }
}
