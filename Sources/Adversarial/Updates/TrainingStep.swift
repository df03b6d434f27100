import Preconditions
public import TensorCore

/// How both networks are updated once: what the tutorials' training loops repeat.
public protocol TrainingStep {
  /// Updates both networks once.
  ///
  /// - Parameters:
  ///   - real: Real images in the range that the generator makes.
  ///   - input: Draws so many latent vectors, with what is asked for.
  /// - Returns: What was observed on the way.
  /// - Throws: What the optimizers' gradient reducers throw.
  func callAsFunction(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws -> StepResult

  /// Updates the discriminator alone, against images that the generator makes for the purpose.
  ///
  /// - Parameters:
  ///   - real: Real images in the range that the generator makes.
  ///   - input: Draws so many latent vectors, with what is asked for.
  /// - Throws: What the optimizer's gradient reducer throws.
  func updateDiscriminator(real: Examples, input: (_ count: Int) -> GeneratorInput) throws
}

extension TrainingStep {
  /// Updates the discriminator several times, each time on images of its own, and the generator once, with
  /// the discriminator's last update.
  ///
  /// - Parameters:
  ///   - real: Real images, `discriminatorSteps` times as many as an update takes.
  ///   - discriminatorSteps: The updates of the discriminator.
  ///   - input: Draws so many latent vectors, with what is asked for.
  /// - Returns: What the last update observed.
  /// - Throws: What the optimizers' gradient reducers throw.
  /// - Precondition: The steps are positive and divide the number of images.
  public func callAsFunction(
    real: Examples,
    discriminatorSteps: Int,
    input: (_ count: Int) -> GeneratorInput
  ) throws -> StepResult {
    require(
      discriminatorSteps > 0 && real.count.isMultiple(of: discriminatorSteps),
      "TrainingStep: \(real.count) images for \(discriminatorSteps) updates"
    )
    if discriminatorSteps == 1 { return try self(real: real, input: input) }
    let count = real.count / discriminatorSteps
    let last = real.count - count
    for first in stride(from: 0, to: last, by: count) {
      try updateDiscriminator(real: real[first..<(first + count)], input: input)
    }
    return try self(real: real[last..<(last + count)], input: input)
  }

  /// Updates both networks of an unconditional GAN once.
  ///
  /// - Parameters:
  ///   - real: Images `[N, H, W, C]` in the range that the generator makes.
  ///   - latent: Draws so many latent vectors, `[count, latentSize]`.
  /// - Returns: What was observed on the way.
  /// - Throws: What the optimizers' gradient reducers throw.
  public func callAsFunction(
    real: Tensor,
    latent: (_ count: Int) -> Tensor
  ) throws -> StepResult {
    try self(real: Examples(real)) { GeneratorInput(latent($0)) }
  }

  /// Updates both networks of an unconditional GAN once, the discriminator several times; see above.
  public func callAsFunction(
    real: Tensor,
    discriminatorSteps: Int,
    latent: (_ count: Int) -> Tensor
  ) throws -> StepResult {
    try self(real: Examples(real), discriminatorSteps: discriminatorSteps) {
      GeneratorInput(latent($0))
    }
  }

  /// Updates an unconditional discriminator alone; see above.
  public func updateDiscriminator(
    real: Tensor,
    latent: (_ count: Int) -> Tensor
  ) throws {
    try updateDiscriminator(real: Examples(real)) { GeneratorInput(latent($0)) }
  }
}

/// What a training step observed.
public struct StepResult {
  /// The generator's loss.
  public let generatorLoss: Float
  /// The discriminator's loss, penalties included.
  public let discriminatorLoss: Float
  /// The mean of σ(D(x)): where the objective is a cross entropy, the probability that the
  /// discriminator gave real images.
  public let realProbability: Float
  /// The mean of σ(D(G(z))), before the discriminator was updated.
  public let fakeProbability: Float

  /// What follows from the generator's loss and what the discriminator said.
  init(generatorLoss: Tensor, _ output: DiscriminatorOutput) {
    let values = Tensor.scalars(
      of: generatorLoss,
      output.loss,
      sigmoid(output.realLogits.detached).mean(),
      sigmoid(output.fakeLogits.detached).mean()
    )
    self.generatorLoss = values[0]
    discriminatorLoss = values[1]
    realProbability = values[2]
    fakeProbability = values[3]
  }
}
