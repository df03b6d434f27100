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
}

/// What an update saw.
public struct UpdateResult {
  /// The generator's loss.
  public let generatorLoss: Float
  /// The discriminator's loss.
  public let discriminatorLoss: Float
  /// The mean probability that the discriminator gave real images, D(x).
  public let realProbability: Float
  /// The mean probability that it gave generated images, D(G(z)), before it moved.
  public let fakeProbability: Float

  /// What follows from losses and logits.
  init(generatorLoss: Tensor, discriminatorLoss: Tensor, realLogits: Tensor, fakeLogits: Tensor) {
    self.generatorLoss = generatorLoss.scalar
    self.discriminatorLoss = discriminatorLoss.scalar
    realProbability = sigmoid(realLogits.detached).mean().scalar
    fakeProbability = sigmoid(fakeLogits.detached).mean().scalar
  }
}
