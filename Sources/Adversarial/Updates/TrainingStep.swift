import Preconditions
public import TensorCore

/// One update of both networks, which training loops repeat.
public protocol TrainingStep {
  /// Updates both networks once.
  ///
  /// - Parameters:
  ///   - real: Real images in the generator's range.
  ///   - input: Draws this many latent vectors, with conditions.
  /// - Returns: Observations of the step.
  /// - Throws: If workers share batches and one of them is gone.
  func callAsFunction(
    real: Examples,
    input: (_ count: Int) -> GeneratorInput
  ) throws -> StepResult

  /// Updates only the discriminator, against freshly generated images.
  ///
  /// - Parameters:
  ///   - real: Real images in the generator's range.
  ///   - input: Draws this many latent vectors, with conditions.
  /// - Throws: If workers share batches and one of them is gone.
  func updateDiscriminator(real: Examples, input: (_ count: Int) -> GeneratorInput) throws

  /// The batches of real images that the generator's update takes beside the discriminator's.
  ///
  /// An update of both networks is given so many batches more; most steps need none.
  var generatorBatches: Int { get }
}

extension TrainingStep {
  /// 0: the generator's update needs no real images, or those that the discriminator saw.
  public var generatorBatches: Int { 0 }

  /// Updates the discriminator several times, each on a new batch, and the generator once with the
  /// discriminator's last update.
  ///
  /// - Parameters:
  ///   - real: A batch of real images for each update of the discriminator, and the generator's.
  ///   - discriminatorSteps: The number of discriminator updates.
  ///   - input: Draws this many latent vectors, with conditions.
  /// - Returns: Observations of the last update.
  /// - Throws: If workers share batches and one of them is gone.
  /// - Precondition: `discriminatorSteps` is positive, and the batches divide the number of images.
  public func callAsFunction(
    real: Examples,
    discriminatorSteps: Int,
    input: (_ count: Int) -> GeneratorInput
  ) throws -> StepResult {
    require(
      discriminatorSteps > 0
        && real.count.isMultiple(of: discriminatorSteps + generatorBatches),
      "TrainingStep: \(real.count) images for \(discriminatorSteps) updates"
    )
    if discriminatorSteps == 1 { return try self(real: real, input: input) }
    let count = real.count / (discriminatorSteps + generatorBatches)
    let last = count * (discriminatorSteps - 1)
    for first in stride(from: 0, to: last, by: count) {
      try updateDiscriminator(real: real[first..<(first + count)], input: input)
    }
    return try self(real: real[last..<real.count], input: input)
  }

  /// Updates both networks of an unconditional GAN once.
  ///
  /// - Parameters:
  ///   - real: Images `[N, H, W, C]` in the generator's range.
  ///   - latent: Draws this many latent vectors, `[count, latentSize]`.
  /// - Returns: Observations of the step.
  /// - Throws: If workers share batches and one of them is gone.
  public func callAsFunction(
    real: Tensor,
    latent: (_ count: Int) -> Tensor
  ) throws -> StepResult {
    try self(real: Examples(real)) { GeneratorInput(latent($0)) }
  }

  /// Updates an unconditional GAN, its discriminator several times; see above.
  public func callAsFunction(
    real: Tensor,
    discriminatorSteps: Int,
    latent: (_ count: Int) -> Tensor
  ) throws -> StepResult {
    try self(real: Examples(real), discriminatorSteps: discriminatorSteps) {
      GeneratorInput(latent($0))
    }
  }

  /// Updates only an unconditional discriminator; see above.
  public func updateDiscriminator(
    real: Tensor,
    latent: (_ count: Int) -> Tensor
  ) throws {
    try updateDiscriminator(real: Examples(real)) { GeneratorInput(latent($0)) }
  }
}

/// The observations of a training step; on a device, the first that is read waits for the step to be computed.
public struct StepResult {
  private let observed: Observed

  /// The generator's loss, its own included.
  public var generatorLoss: Float { observed.values[0] }
  /// The discriminator's loss, penalties included.
  public var discriminatorLoss: Float { observed.values[1] }
  /// The mean of σ(D(x)): for a cross-entropy objective, the probability of being real that the discriminator
  /// assigns to real images; for a relativistic one, the mean of σ(D(x) − D(G(z))).
  public var realProbability: Float { observed.values[2] }
  /// The mean of σ(D(G(z))), before the update of the discriminator; for a relativistic objective, that of
  /// σ(D(G(z)) − D(x)).
  public var fakeProbability: Float { observed.values[3] }
  /// The mean of the sign of D(x), from −1 to 1: by how much the discriminator knows real images; for a relativistic
  /// objective, of the sign of D(x) − D(G(z)).
  public var realSign: Float { observed.values[4] }
  /// What the penalties add to the discriminator's loss; 0 in steps that have none.
  public var penalty: Float { observed.values[5] }

  /// What the loss of a `GuidedGenerator` adds to the generator's, or `nil` where there is none.
  public var ownLoss: Float? { observed.values.count > 6 ? observed.values[6] : nil }

  /// Whether reading does not have to wait.
  public var isComputed: Bool { observed.isComputed }

  /// The observations, from the generator's loss and the discriminator's output.
  init(generatorLoss: GeneratorLoss, _ output: DiscriminatorOutput) {
    let values = [
      generatorLoss.whole.detached,
      output.loss.detached,
      output.realProbability,
      output.fakeProbability,
      output.realSign,
      output.penalty,
    ]
    observed = Observed(values + (generatorLoss.own.map { [$0] } ?? []))
  }

  private init(_ observed: Observed) { self.observed = observed }

  /// The observations of the whole batch, where workers share batches: those of all workers, by their shares.
  ///
  /// - Throws: If a worker is gone.
  public func averaged() throws -> StepResult {
    guard let share = Context.current.share else { return self }
    let own = Tensor(observed.values) * share.weight
    return StepResult(Observed(try share.sums(of: [own])))
  }

  /// Numbers that are brought to the host together when the first is read.
  private final class Observed {
    private let tensors: [Tensor]
    private(set) lazy var values =
      tensors.count == 1 ? tensors[0].scalars : Tensor.scalars(of: tensors)

    var isComputed: Bool { tensors.allSatisfy(\.isComputed) }

    init(_ tensors: [Tensor]) { self.tensors = tensors }
  }
}
