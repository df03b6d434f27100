internal import NeuralNetworks
public import Optimizers
internal import TensorCore

/// A GAN in training: two networks, their optimizers and their losses.
public struct GANTraining {
  /// Turns latent vectors into images.
  public let generator: any Generator
  /// Tells real images from generated ones; behind the augmentation, if there is one.
  public let discriminator: any Discriminator
  /// The generator's optimizer.
  public let generatorOptimizer: Optimizer
  /// The discriminator's optimizer.
  public let discriminatorOptimizer: Optimizer
  /// The losses of both networks.
  public let objective: Objective
  /// Additional terms of the discriminator's loss.
  public let regularization: Regularization

  /// Two networks with their own optimizers; the discriminator sees images through an augmentation, if any.
  public init(
    generator: any Generator,
    discriminator: any Discriminator,
    generatorOptimizer: Optimizer,
    discriminatorOptimizer: Optimizer,
    objective: Objective = .nonSaturating,
    regularization: Regularization = Regularization(),
    augmentation: (any Augmentation)? = nil
  ) {
    self.generator = generator
    self.discriminator =
      augmentation.map { AugmentedDiscriminator(discriminator, behind: $0) } ?? discriminator
    self.generatorOptimizer = generatorOptimizer
    self.discriminatorOptimizer = discriminatorOptimizer
    self.objective = objective
    self.regularization = regularization
  }

  /// The discriminator's logits of real and of generated images, and its loss times `scale`.
  ///
  /// This takes one pass if the results are the same and it is faster; see `Partwise`.
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

  /// Updates the discriminator along the gradients of its loss; returns its output, detached from the tape.
  ///
  /// The tape is dropped before weights change, so that they are updated in place rather than copied.
  func updateDiscriminator(by output: consuming DiscriminatorOutput) throws -> DiscriminatorOutput {
    let gradients = discriminatorOptimizer.gradients(of: output.loss)
    let found = output.detached
    _ = consume output
    try discriminatorOptimizer.step(along: gradients)
    return found
  }

  /// Updates the generator along the gradients of its loss, in the same way.
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

  /// Generated images without a connection to the generator's tape.
  func unrecordedImages(of input: GeneratorInput) -> Examples {
    withoutRecording { generator(input) }
  }
}

/// Additional terms of the discriminator's loss; none by default.
public struct Regularization {
  /// Real labels are 1 minus this.
  public var labelSmoothing: Float
  /// The gradient penalties.
  public var penalties: [any GradientPenalty]

  /// Label smoothing and gradient penalties.
  public init(labelSmoothing: Float = 0, penalties: [any GradientPenalty] = []) {
    self.labelSmoothing = labelSmoothing
    self.penalties = penalties
  }
}
