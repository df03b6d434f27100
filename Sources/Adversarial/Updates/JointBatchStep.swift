internal import NeuralNetworks
internal import Optimizers
internal import TensorCore

/// The discriminator learns from one batch of real and generated images together, then the generator
/// from fresh latent vectors: the Keras tutorial's way.
///
/// The images that the discriminator learns from are made in inference mode, as Keras's `predict`
/// makes them.
public struct JointBatchStep: TrainingStep {
  private let training: GANTraining

  /// A step of a GAN's training.
  public init(_ training: GANTraining) { self.training = training }

  /// Updates both networks once; see `TrainingStep`.
  public func callAsFunction(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws -> StepResult {
    let output = try training.updateDiscriminator(by: discriminatorOutput(for: real, input))
    let fake = training.generator(input(real.count))
    let generatorLoss = try training.updateGenerator(
      by: training.objective.generatorLoss(fake: training.discriminator(consume fake))
    )
    return StepResult(generatorLoss: generatorLoss, output)
  }

  /// Updates the discriminator alone; see `TrainingStep`.
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
    let fake = inference { training.generator(input(real.count)) }
    let logits = training.discriminator(real.joined(with: fake))
    let (half, all) = (real.count, real.count + fake.count)
    // One mean over both halves is half the sum of their means.
    return DiscriminatorOutput(
      of: training,
      real: (real, logits.slice(0..<half, along: 0)),
      fake: (fake, logits.slice(half..<all, along: 0)),
      scale: 0.5
    )
  }
}
