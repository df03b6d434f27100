public import TensorCore

/// How both players move once: what the tutorials' training loops repeat.
public protocol PlayersUpdate {
  /// Moves both players once.
  ///
  /// - Parameters:
  ///   - real: Images `[N, H, W, C]` in the range that the generator makes.
  ///   - latent: Draws so many latent vectors, `[count, latentSize]`.
  /// - Returns: What was seen on the way.
  /// - Throws: What the optimizers' gradient reducers throw.
  func callAsFunction(real: Tensor, latent: (_ count: Int) -> Tensor) throws -> UpdateResult

  /// Moves the discriminator alone, against images that the generator makes for the purpose.
  ///
  /// - Parameters:
  ///   - real: Images `[N, H, W, C]` in the range that the generator makes.
  ///   - latent: Draws so many latent vectors, `[count, latentSize]`.
  /// - Throws: What the optimizer's gradient reducer throws.
  func moveDiscriminator(real: Tensor, latent: (_ count: Int) -> Tensor) throws
}

extension PlayersUpdate {
  /// Moves the discriminator several times, each time on images of its own, and the generator once, with
  /// the discriminator's last move.
  ///
  /// - Parameters:
  ///   - real: Images `[steps · N, H, W, C]`.
  ///   - discriminatorSteps: The moves of the discriminator.
  ///   - latent: Draws so many latent vectors, `[count, latentSize]`.
  /// - Returns: What the last move saw.
  /// - Throws: What the optimizers' gradient reducers throw.
  /// - Precondition: The steps are positive and divide the number of images.
  public func callAsFunction(
    real: Tensor,
    discriminatorSteps: Int,
    latent: (_ count: Int) -> Tensor
  ) throws -> UpdateResult {
    require(
      discriminatorSteps > 0 && real.shape[0].isMultiple(of: discriminatorSteps),
      "PlayersUpdate: \(real.shape[0]) images for \(discriminatorSteps) moves"
    )
    if discriminatorSteps == 1 { return try self(real: real, latent: latent) }
    let count = real.shape[0] / discriminatorSteps
    let last = real.shape[0] - count
    for first in stride(from: 0, to: last, by: count) {
      let share = real.slice(first..<(first + count), along: 0)
      try moveDiscriminator(real: share, latent: latent)
    }
    return try self(real: real.slice(last..<(last + count), along: 0), latent: latent)
  }
}

/// What an update saw.
public struct UpdateResult {
  /// The generator's loss.
  public let generatorLoss: Float
  /// The discriminator's loss, penalties included.
  public let discriminatorLoss: Float
  /// The mean of σ(D(x)): where the objective is a cross entropy, the probability that the
  /// discriminator gave real images.
  public let realProbability: Float
  /// The mean of σ(D(G(z))), before the discriminator moved.
  public let fakeProbability: Float

  /// What follows from the generator's loss and what the discriminator saw.
  init(generatorLoss: Tensor, _ judgement: Judgement) {
    let values = Tensor.scalars(
      of: generatorLoss,
      judgement.loss,
      sigmoid(judgement.realLogits.detached).mean(),
      sigmoid(judgement.fakeLogits.detached).mean()
    )
    self.generatorLoss = values[0]
    discriminatorLoss = values[1]
    realProbability = values[2]
    fakeProbability = values[3]
  }
}
