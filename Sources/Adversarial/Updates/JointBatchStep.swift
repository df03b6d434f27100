internal import NeuralNetworks
internal import Optimizers
internal import TensorCore

/// Updates the discriminator on one batch of real and generated images, then the generator on fresh latent
/// vectors, as the Keras tutorial does.
///
/// The images that the discriminator learns from are generated in inference mode, as by Keras' `predict`.
public struct JointBatchStep: TrainingStep {
  private let training: GANTraining

  /// A training step of a GAN.
  public init(_ training: GANTraining) { self.training = training }

  /// Updates both networks once; see `TrainingStep`.
  public func callAsFunction(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws -> StepResult {
    let output = try training.updateDiscriminator(by: discriminatorOutput(for: real, input))
    let input = training.input(input, beside: real)
    let fake = training.generator(input)
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
    _ = try training.updateDiscriminator(by: discriminatorOutput(for: real, input))
  }

  private func discriminatorOutput(
    for real: Examples,
    _ input: (_ count: Int) -> GeneratorInput
  ) -> DiscriminatorOutput {
    let fake = inference { training.generator(training.input(input, beside: real)) }
    let logits = training.discriminator.logits(of: real.joined(with: fake))
    let (half, all) = (real.count, real.count + fake.count)
    // The mean over both halves is half the sum of their means.
    return DiscriminatorOutput(
      of: training,
      real: (real, logits[0..<half]),
      fake: (fake, logits[half..<all]),
      scale: 0.5
    )
  }
}
