public import NeuralNetworks
public import Optimizers
public import TensorCore

/// One forward pass of both networks, then both players move: Chainer's way.
///
/// The discriminator's logits for the fakes serve both losses. The discriminator moves first; the
/// generator's gradient then passes through the discriminator's *new* weights, but through the
/// activations, noise and batch statistics of the forward pass.
public struct SharedForwardUpdate {
  /// What an update saw before either player moved.
  public struct Result {
    /// The generator's loss.
    public let generatorLoss: Float
    /// The discriminator's loss.
    public let discriminatorLoss: Float
    /// The mean probability that the discriminator gives real images, D(x).
    public let realProbability: Float
    /// The mean probability that it gives generated images, D(G(z)).
    public let fakeProbability: Float
  }

  private let generator: any Layer
  private let discriminator: any Layer
  private let generatorOptimizer: Optimizer
  private let discriminatorOptimizer: Optimizer
  private let objective: Objective

  /// An update of two players by their optimizers.
  public init(
    generator: any Layer,
    discriminator: any Layer,
    generatorOptimizer: Optimizer,
    discriminatorOptimizer: Optimizer,
    objective: Objective = .nonSaturating
  ) {
    self.generator = generator
    self.discriminator = discriminator
    self.generatorOptimizer = generatorOptimizer
    self.discriminatorOptimizer = discriminatorOptimizer
    self.objective = objective
  }

  /// Moves both players once.
  ///
  /// - Parameters:
  ///   - real: Images `[N, H, W, C]` in the range that the generator makes.
  ///   - z: Latent vectors `[N, latentSize]`.
  /// - Returns: What was seen before either player moved.
  /// - Throws: What the optimizers' gradient reducers throw.
  public func callAsFunction(real: Tensor, z: Tensor) throws -> Result {
    let realLogits = discriminator(real)
    let fakeLogits = discriminator(generator(z))
    let discriminatorLoss = objective.discriminatorLoss(real: realLogits, fake: fakeLogits)
    let generatorLoss = objective.generatorLoss(fake: fakeLogits)
    try discriminatorOptimizer.minimize(discriminatorLoss)
    try generatorOptimizer.minimize(generatorLoss, parameterValues: .current)
    return Result(
      generatorLoss: generatorLoss.scalar,
      discriminatorLoss: discriminatorLoss.scalar,
      realProbability: sigmoid(realLogits.detached).mean().scalar,
      fakeProbability: sigmoid(fakeLogits.detached).mean().scalar
    )
  }
}
