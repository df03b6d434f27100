package import Adversarial
internal import NeuralNetworks
internal import Randomness
internal import TensorCore

/// The size of a recipe's networks, found by building them without memory.
package struct NetworkOutline {
  /// The generator, whose arrays have shapes but no values.
  package let generator: any Generator
  /// The discriminator, likewise.
  package let discriminator: any Discriminator
  /// The number of parameters in both networks.
  let parameterCount: Int
  /// The number of activations in both networks for one latent vector and two images.
  let resultCount: Int
  /// As many images of each kind as are worked on at a time, where that is not a whole batch.
  let imagesAtOnce: Int?

  /// The outline of a valid recipe.
  package init(of recipe: Recipe) {
    let (architecture, shape) = (recipe.architecture, recipe.networkShape)
    let streams = NetworkStreams(
      weights: RandomStream(seed: 0, purpose: "outline"),
      noise: RandomStream(seed: 0, purpose: "outline noise")
    )
    let engine = OutlineEngine()
    (generator, discriminator, parameterCount, imagesAtOnce) = Context.current.with(engine: engine)
      .run {
        let generator = architecture.generator(shape, using: streams)
        let discriminator = architecture.discriminator(shape, using: streams)
        withoutRecording {
          let condition = shape.conditioning.example
          let images = generator(.zeros([1, shape.latentSize]), condition)
          for _ in 0..<2 { _ = discriminator(images, condition) }
        }
        let parts = (discriminator as? any ImagewiseDiscriminator)?.imagesAtOnce
        let count = generator.parameterCount + discriminator.parameterCount
        return (generator, discriminator, count, parts)
      }
    resultCount = engine.productCount
  }
}

extension Conditioning {
  /// The condition of a batch of one.
  fileprivate var example: Condition {
    switch self {
    case .none: .none
    case .classes(let count): .classes([0], of: count)
    }
  }
}
