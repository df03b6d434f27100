internal import Adversarial
internal import Datasets
internal import NeuralNetworks
internal import Randomness
internal import TensorCore

/// The two networks that a recipe describes, with the names and layouts of their files.
struct Networks {
  let generator: any Layer
  let discriminator: any FeatureLayer
  let generatorLayout: ModelLayout
  let discriminatorLayout: ModelLayout

  /// Freshly drawn networks of a valid recipe.
  init(_ recipe: Recipe, weights random: RandomStream, noise: RandomStream) {
    let (size, channels, image) = (recipe.latent.size, recipe.channels, recipe.image)
    switch recipe.name {
    case .dcganCIFAR10:
      self.init(
        DCGANGenerator(latentSize: size, channels: channels, image: image, using: random),
        DCGANDiscriminator(channels: channels, image: image, noise: noise, using: random)
      )
    case .dcgan, .dcganMNIST:
      let style: StridedStyle = recipe.name == .dcgan ? .paper : .tutorial
      self.init(
        StridedGenerator(
          latentSize: size,
          channels: channels,
          image: image,
          style: style,
          using: random
        ),
        StridedDiscriminator(channels: channels, image: image, style: style, using: random)
      )
    case .mlpMNIST:
      self.init(
        MLPGenerator(latentSize: size, width: channels, image: image, using: random),
        MLPDiscriminator(width: channels, image: image, using: random)
      )
    case .upsamplingMNIST:
      self.init(
        UpsamplingGenerator(latentSize: size, channels: channels, image: image, using: random),
        PoolingDiscriminator(channels: channels, image: image, using: random)
      )
    }
  }

  private init(
    _ generator: some StoredLayer,
    _ discriminator: some StoredLayer & FeatureLayer
  ) {
    (self.generator, generatorLayout) = (generator, generator.layout)
    (self.discriminator, discriminatorLayout) = (discriminator, discriminator.layout)
  }
}
