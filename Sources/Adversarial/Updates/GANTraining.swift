internal import NeuralNetworks
public import Optimizers
internal import TensorCore

/// A GAN in training: two networks, what updates them and what they minimize.
public struct GANTraining {
  /// Turns latent vectors into images.
  public let generator: any Generator
  /// Tells real images from generated ones, by logits.
  public let discriminator: any Discriminator
  /// What updates the generator.
  public let generatorOptimizer: Optimizer
  /// What updates the discriminator.
  public let discriminatorOptimizer: Optimizer
  /// What both minimize.
  public let objective: Objective
  /// What the discriminator minimizes besides.
  public let regularization: Regularization

  /// Two networks, each with an optimizer of its own.
  public init(
    generator: any Generator,
    discriminator: any Discriminator,
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

  /// What the discriminator says of real and of generated images; its loss is multiplied by `scale`.
  ///
  /// It is one pass where that is the same and faster; see `Partwise`.
  func discriminatorOutput(
    for real: Examples,
    _ fake: Examples,
    scale: Float = 1
  ) -> DiscriminatorOutput {
    let (realLogits, fakeLogits) =
      canJoin(discriminator, real.images, fake.images)
      ? asParts { discriminator(real.joined(with: fake)) }
      : (discriminator(real), discriminator(fake))
    return DiscriminatorOutput(
      of: self,
      real: (real, realLogits),
      fake: (fake, fakeLogits),
      scale: scale
    )
  }

  /// Updates the discriminator along the gradients of its loss; returns its output without the tape.
  ///
  /// The tape is dropped before weights change: what nobody else holds is changed in place, not copied.
  func updateDiscriminator(by output: consuming DiscriminatorOutput) throws -> DiscriminatorOutput {
    let gradients = discriminatorOptimizer.gradients(of: output.loss)
    let found = output.detached
    _ = consume output
    try discriminatorOptimizer.step(along: gradients)
    return found
  }

  /// The same of the generator and its loss.
  func updateGenerator(
    by loss: consuming Tensor,
    parameterValues: ParameterValues = .recorded
  ) throws -> Tensor {
    let gradients = generatorOptimizer.gradients(of: loss, parameterValues: parameterValues)
    let found = loss.detached
    _ = consume loss
    try generatorOptimizer.step(along: gradients)
    return found
  }

  /// Images from which the generator cannot learn.
  func unrecordedImages(of input: GeneratorInput) -> Examples {
    withoutRecording { generator(input) }
  }
}

/// What keeps a discriminator from being too sure of itself; nothing, unless said otherwise.
public struct Regularization {
  /// What the label of real images is short of 1.
  public var labelSmoothing: Float
  /// What the discriminator is penalized for besides.
  public var penalties: [any GradientPenalty]

  /// Smoothing of labels and gradient penalties.
  public init(labelSmoothing: Float = 0, penalties: [any GradientPenalty] = []) {
    self.labelSmoothing = labelSmoothing
    self.penalties = penalties
  }
}
