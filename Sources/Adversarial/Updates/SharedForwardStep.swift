internal import NeuralNetworks
internal import Optimizers
internal import TensorCore

/// Updates both networks after one shared forward pass, as Chainer does.
///
/// The discriminator's logits for the generated images serve both losses. The discriminator is updated
/// first; the generator's gradient then passes through the discriminator's *new* weights, but through the
/// activations, noise and batch statistics of the forward pass.
public struct SharedForwardStep: TrainingStep {
  private let training: GANTraining

  /// A training step of a GAN.
  public init(_ training: GANTraining) { self.training = training }

  /// Updates both networks once; see `TrainingStep`.
  public func callAsFunction(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws -> StepResult {
    let input = training.input(input, beside: real)
    // Over several workers the generator's last gradients may still be on their way: it comes second.
    let realLogits = training.discriminator.logits(of: real)
    let fake = training.generator(input)
    let fakeLogits = training.discriminator.logits(of: fake)
    let output = DiscriminatorOutput(
      of: training,
      real: (real, realLogits),
      fake: (fake, fakeLogits)
    )
    let generatorLoss = training.generatorLoss(
      fakeLogits,
      of: fake,
      from: input,
      against: output.realLogits.detached
    )
    let found = try training.updateDiscriminator(by: output)
    let loss = try training.updateGenerator(by: generatorLoss, parameterValues: .current)
    return StepResult(generatorLoss: loss, found)
  }

  /// Updates only the discriminator; see `TrainingStep`.
  public func updateDiscriminator(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws {
    let fake = training.unrecordedImages(of: training.input(input, beside: real))
    _ = try training.updateDiscriminator(by: training.discriminatorOutput(for: real, fake))
  }
}
