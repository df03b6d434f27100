internal import Optimizers
import Preconditions
internal import TensorCore

/// The discriminator is updated first, then the generator against the updated discriminator, each on real
/// images and latent vectors of its own: R3GAN's way.
///
/// Source: Huang et al. 2024, "The GAN is dead; long live the GAN! A Modern GAN Baseline",
/// arXiv:2501.05441, and its code.
public struct OwnBatchesStep: TrainingStep {
  private let training: GANTraining

  /// A step of a GAN's training.
  public init(_ training: GANTraining) { self.training = training }

  /// 1: the generator's batch follows the discriminator's.
  public var generatorBatches: Int { 1 }

  /// Updates both networks once; see `TrainingStep`.
  ///
  /// - Parameters:
  ///   - real: Two batches: the discriminator's, then the generator's.
  ///   - input: Draws so many latent vectors, for the discriminator first.
  /// - Returns: What was observed on the way.
  /// - Throws: If workers share batches and one of them is gone.
  /// - Precondition: There are as many images for the one as for the other.
  public func callAsFunction(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws -> StepResult {
    let count = real.count / 2
    require(count * 2 == real.count, "OwnBatchesStep: \(real.count) images for two batches")
    let output = try moveDiscriminator(real: real[0..<count], input: input)
    let opponents = real[count..<(2 * count)]
    let generatorLoss = try training.updateGenerator(
      on: training.input(input, beside: opponents),
      against: opponents
    )
    return StepResult(generatorLoss: generatorLoss, output)
  }

  /// Updates the discriminator alone; see `TrainingStep`.
  public func updateDiscriminator(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws {
    _ = try moveDiscriminator(real: real, input: input)
  }

  private func moveDiscriminator(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws -> DiscriminatorOutput {
    let fake = training.unrecordedImages(of: training.input(input, beside: real))
    return try training.updateDiscriminator(by: training.discriminatorOutput(for: real, fake))
  }
}
