internal import NeuralNetworks
internal import Optimizers
internal import TensorCore

/// The discriminator is updated first, then the generator against the updated discriminator, on the same
/// generated images: the PyTorch and the TensorFlow tutorial's way.
///
/// Source: Goodfellow et al. 2014, "Generative Adversarial Nets", algorithm 1, where k is the number of
/// `discriminatorSteps`.
public struct AlternatingStep: TrainingStep {
  private let training: GANTraining
  private let discriminatorScale: Float

  /// A step of a GAN's training.
  ///
  /// - Parameters:
  ///   - training: The networks, what updates them and what they minimize.
  ///   - discriminatorScale: What the discriminator's loss, penalties included, is multiplied with: ½
  ///     where it is the mean over real and generated images rather than the sum of both means.
  public init(_ training: GANTraining, discriminatorScale: Float = 1) {
    self.training = training
    self.discriminatorScale = discriminatorScale
  }

  /// Updates both networks once; see `TrainingStep`.
  public func callAsFunction(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws -> StepResult {
    let fake = training.generator(training.input(input, beside: real))
    let output = try training.updateDiscriminator(
      by: training.discriminatorOutput(for: real, fake.detached, scale: discriminatorScale)
    )
    let generatorLoss = try training.updateGenerator(
      by: training.generatorLoss(of: consume fake, against: real)
    )
    return StepResult(generatorLoss: generatorLoss, output)
  }

  /// Updates the discriminator alone; see `TrainingStep`.
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
