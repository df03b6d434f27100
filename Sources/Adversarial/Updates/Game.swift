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

  /// What the discriminator finds in real and in generated images; its loss is multiplied by `scale`.
  ///
  /// It is one pass where the discriminator can tell the two parts of a batch apart and the generator
  /// does not learn of it: then the weights are read once for both.
  func judgement(of real: Tensor, _ fake: Tensor, scale: Float = 1) -> Judgement {
    let isOnePass =
      discriminator is any PartwiseLayer && !fake.isTracked && real.shape == fake.shape
    let (realLogits, fakeLogits) =
      isOnePass
      ? BatchParts.$count.withValue(2) { logitsOfOnePass(real, fake) }
      : (discriminator(real), discriminator(fake))
    return Judgement(in: self, real: (real, realLogits), fake: (fake, fakeLogits), scale: scale)
  }

  /// The discriminator's logits of both, in one pass over a batch of all images.
  func logitsOfOnePass(_ real: Tensor, _ fake: Tensor) -> (real: Tensor, fake: Tensor) {
    let (reals, all) = (real.shape[0], real.shape[0] + fake.shape[0])
    let logits = discriminator(concatenate([real, fake]))
    return (logits.slice(0..<reals, along: 0), logits.slice(reals..<all, along: 0))
  }

  /// Moves the discriminator along the judgement's gradients; returns what was found, without the tape.
  ///
  /// The tape is dropped before weights move: what nobody else holds is changed in place, not copied.
  func moveDiscriminator(by judgement: consuming Judgement) throws -> Judgement {
    let gradients = discriminatorOptimizer.gradients(of: judgement.loss)
    let found = judgement.detached
    _ = consume judgement
    try discriminatorOptimizer.step(along: gradients)
    return found
  }

  /// The same of the generator and its loss.
  func moveGenerator(
    by loss: consuming Tensor,
    parameterValues: ParameterValues = .recorded
  ) throws -> Tensor {
    let gradients = generatorOptimizer.gradients(of: loss, parameterValues: parameterValues)
    let found = loss.detached
    _ = consume loss
    try generatorOptimizer.step(along: gradients)
    return found
  }

  /// Images of which the generator cannot learn.
  func unrecordedImages(of z: Tensor) -> Tensor { withoutRecording { generator(z) } }
}
