internal import NeuralNetworks
internal import Optimizers
internal import TensorCore

/// Updates the discriminator first, then the generator against the updated discriminator on the same
/// generated images, as the PyTorch and TensorFlow tutorials do.
///
/// Source: Goodfellow et al. 2014, "Generative Adversarial Nets", algorithm 1, where k is
/// `discriminatorSteps`.
public struct AlternatingStep: TrainingStep {
  private let training: GANTraining
  private let discriminatorScale: Float

  /// A training step of a GAN.
  ///
  /// - Parameters:
  ///   - training: The networks, their optimizers and their losses.
  ///   - discriminatorScale: A factor of the discriminator's loss, penalties included: ½ for the mean over real
  ///     and generated images rather than the sum of both means.
  public init(_ training: GANTraining, discriminatorScale: Float = 1) {
    self.training = training
    self.discriminatorScale = discriminatorScale
  }

  /// Updates both networks once; see `TrainingStep`.
  public func callAsFunction(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws -> StepResult {
    let input = training.input(input, beside: real)
    let fake = training.generator(input)
    let output = try training.updateDiscriminator(
      by: training.discriminatorOutput(for: real, fake.detached, scale: discriminatorScale)
    )
    let generatorLoss = try training.updateGenerator(
      by: training.generatorLoss(of: consume fake, from: input, against: real)
    )
    return StepResult(generatorLoss: generatorLoss, output)
  }

  /// Updates only the discriminator; see `TrainingStep`.
  public func updateDiscriminator(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws {
    let fake = training.unrecordedImages(of: training.input(input, beside: real))
    _ = try training.updateDiscriminator(
      by: training.discriminatorOutput(for: real, fake, scale: discriminatorScale)
    )
  }
}
