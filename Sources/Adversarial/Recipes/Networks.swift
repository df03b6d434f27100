internal import Datasets
internal import NeuralNetworks
internal import Randomness
internal import TensorCore

/// The two networks that a recipe describes, with the names and layouts of their files.
struct Networks {
  let generator: any Layer
  let discriminator: any Layer
  let generatorLayout: ModelLayout
  let discriminatorLayout: ModelLayout

  /// Freshly drawn networks of a valid recipe.
  init(_ recipe: Recipe, weights random: RandomStream, noise: RandomStream) {
    let (size, channels, image) = (recipe.latent.size, recipe.channels, recipe.image)
    switch recipe.name {
    case .dcganCIFAR10:
      generator = DCGANGenerator(
        latentSize: size,
        channels: channels,
        imageChannels: image.channels,
        using: random
      )
      discriminator = DCGANDiscriminator(
        channels: channels,
        imageChannels: image.channels,
        noise: noise,
        using: random
      )
      (generatorLayout, discriminatorLayout) = (.chainerGenerator, .chainerDiscriminator)
    case .mlpMNIST:
      generator = MLPGenerator(
        latentSize: size,
        width: channels,
        imageShape: [image.height, image.width, image.channels],
        using: random
      )
      discriminator = MLPDiscriminator(
        imageElements: image.byteCount,
        width: channels,
        using: random
      )
      (generatorLayout, discriminatorLayout) = (.pyTorchMLP, .pyTorchMLP)
    case .upsamplingMNIST:
      generator = UpsamplingGenerator(
        latentSize: size,
        channels: channels,
        imageChannels: image.channels,
        using: random
      )
      discriminator = PoolingDiscriminator(
        channels: channels,
        imageChannels: image.channels,
        using: random
      )
      (generatorLayout, discriminatorLayout) = (.kerasGenerator, .kerasDiscriminator)
    case .dcganMNIST:
      generator = StridedGenerator(
        latentSize: size,
        channels: channels,
        imageChannels: image.channels,
        using: random
      )
      discriminator = StridedDiscriminator(
        channels: channels,
        imageChannels: image.channels,
        using: random
      )
      (generatorLayout, discriminatorLayout) = (.tensorFlowGenerator, .tensorFlowDiscriminator)
    }
  }
}
