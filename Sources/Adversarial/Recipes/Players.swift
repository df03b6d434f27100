internal import Datasets
public import NeuralNetworks
public import Optimizers
internal import Randomness

/// The two networks of a recipe, their optimizers and the random streams that they use.
public final class Players {
  /// The recipe that they were built by.
  public let recipe: Recipe
  /// Turns latent vectors into images.
  public let generator: any Layer
  /// Tells real images from generated ones.
  public let discriminator: any Layer
  /// The names and layouts of the generator's files.
  public let generatorLayout: ModelLayout
  /// The names and layouts of the discriminator's files.
  public let discriminatorLayout: ModelLayout
  /// What moves the generator.
  public let generatorOptimizer: Optimizer
  /// What moves the discriminator.
  public let discriminatorOptimizer: Optimizer
  /// Where training's latent vectors come from.
  let latentStream: RandomStream
  /// Where the noise inside the networks comes from.
  let noiseStream: RandomStream

  /// The players of a recipe, with freshly drawn weights.
  ///
  /// - Precondition: The recipe is valid.
  public init(_ recipe: Recipe) {
    self.recipe = recipe
    let weights = RandomStream(seed: recipe.seed, purpose: "weights")
    latentStream = RandomStream(seed: recipe.seed, purpose: "latent")
    noiseStream = RandomStream(seed: recipe.seed, purpose: "noise")
    let networks = Networks(recipe, weights: weights, noise: noiseStream)
    generator = networks.generator
    discriminator = networks.discriminator
    generatorLayout = networks.generatorLayout
    discriminatorLayout = networks.discriminatorLayout
    generatorOptimizer = recipe.generatorOptimizer.optimizer(of: generator)
    discriminatorOptimizer = recipe.discriminatorOptimizer.optimizer(of: discriminator)
  }

  /// The recipe's update of both players.
  public var update: any PlayersUpdate {
    switch recipe.name {
    case .dcganCIFAR10:
      SharedForwardUpdate(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: generatorOptimizer,
        discriminatorOptimizer: discriminatorOptimizer,
        objective: recipe.objective
      )
    case .mlpMNIST, .dcganMNIST:
      AlternatingUpdate(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: generatorOptimizer,
        discriminatorOptimizer: discriminatorOptimizer,
        objective: recipe.objective,
        discriminatorScale: recipe.name == .mlpMNIST ? 0.5 : 1
      )
    case .upsamplingMNIST:
      JointBatchUpdate(
        generator: generator,
        discriminator: discriminator,
        generatorOptimizer: generatorOptimizer,
        discriminatorOptimizer: discriminatorOptimizer,
        objective: recipe.objective
      )
    }
  }
}
