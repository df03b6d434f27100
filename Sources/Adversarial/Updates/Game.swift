public import NeuralNetworks
public import Optimizers
internal import TensorCore

/// Who plays: two networks, what moves them and what they minimise.
public struct Game {
  /// Turns latent vectors into images.
  public let generator: any Layer
  /// Tells real images from generated ones, by logits.
  public let discriminator: any Layer
  /// What moves the generator.
  public let generatorOptimizer: Optimizer
  /// What moves the discriminator.
  public let discriminatorOptimizer: Optimizer
  /// What both minimise.
  public let objective: Objective
  /// What the discriminator minimises besides.
  public let regularization: Regularization

  /// A game of two players, each with an optimizer of its own.
  public init(
    generator: any Layer,
    discriminator: any Layer,
    generatorOptimizer: Optimizer,
    discriminatorOptimizer: Optimizer,
    objective: Objective = .nonSaturating,
    regularization: Regularization = Regularization()
  ) {
    self.generator = generator
    self.discriminator = discriminator
    self.generatorOptimizer = generatorOptimizer
    self.discriminatorOptimizer = discriminatorOptimizer
    self.objective = objective
    self.regularization = regularization
  }

  /// What the discriminator finds in real and in generated images, in a pass for each; its loss is
  /// multiplied by `scale`.
  func judgement(of real: Tensor, _ fake: Tensor, scale: Float = 1) -> Judgement {
    Judgement(
      in: self,
      real: (real, discriminator(real)),
      fake: (fake, discriminator(fake)),
      scale: scale
    )
  }

  /// Images of which the generator cannot learn.
  func unrecordedImages(of z: Tensor) -> Tensor { withoutRecording { generator(z) } }
}
