public import Adversarial
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
  public let discriminator: any FeatureLayer
  /// The names and layouts of the generator's files.
  public let generatorLayout: ModelLayout
  /// The names and layouts of the discriminator's files.
  public let discriminatorLayout: ModelLayout
  /// What moves the generator.
  public let generatorOptimizer: Optimizer
  /// What moves the discriminator.
  public let discriminatorOptimizer: Optimizer
  /// The moving average of the generator, if the recipe has one.
  public let generatorAverage: MovingAverage?
  /// Where training's latent vectors come from.
  let latentStream: RandomStream
  /// Where the noise inside the networks comes from.
  let noiseStream: RandomStream
  /// Where the places between images come from, if there is a penalty on slopes there.
  let interpolationStream: RandomStream?

  /// The players of a recipe, with freshly drawn weights.
  ///
  /// - Precondition: The recipe is valid.
  public init(_ recipe: Recipe) {
    self.recipe = recipe
    let weights = RandomStream(seed: recipe.seed, purpose: "weights")
    latentStream = RandomStream(seed: recipe.seed, purpose: "latent")
    noiseStream = RandomStream(seed: recipe.seed, purpose: "noise")
    interpolationStream =
      recipe.gradientPenalty > 0
      ? RandomStream(seed: recipe.seed, purpose: "interpolation") : nil
    let networks = Networks(recipe, weights: weights, noise: noiseStream)
    generator = networks.generator
    discriminator = networks.discriminator
    generatorLayout = networks.generatorLayout
    discriminatorLayout = networks.discriminatorLayout
    generatorOptimizer = recipe.generatorOptimizer.optimizer(of: generator)
    discriminatorOptimizer = recipe.discriminatorOptimizer.optimizer(of: discriminator)
    generatorAverage =
      recipe.averageDecay > 0
      ? MovingAverage(
        of: generator,
        in: Self.anotherGenerator(recipe),
        decay: recipe.averageDecay
      ) : nil
  }

  /// A fresh generator of a recipe, without anything else; its streams are its own.
  ///
  /// - Precondition: The recipe is valid.
  static func generator(of recipe: Recipe) -> any Layer { anotherGenerator(recipe) }

  /// A fresh discriminator of a recipe, without anything else; its streams are its own.
  ///
  /// - Precondition: The recipe is valid.
  static func discriminator(of recipe: Recipe) -> any FeatureLayer {
    Networks(
      recipe,
      weights: RandomStream(seed: recipe.seed, purpose: "weights"),
      noise: RandomStream(seed: recipe.seed, purpose: "noise")
    ).discriminator
  }

  /// What samples are made with: the average of the generator if there is one, or else the generator.
  public var sampler: Sampler { Sampler(recipe, samplingGenerator) }

  /// The generator that samples are made with.
  public var samplingGenerator: any Layer { generatorAverage?.model ?? generator }

  /// A generator that draws from streams of its own, so that those of training stay where they are.
  private static func anotherGenerator(_ recipe: Recipe) -> any Layer {
    Networks(
      recipe,
      weights: RandomStream(seed: recipe.seed, purpose: "average"),
      noise: RandomStream(seed: recipe.seed, purpose: "average noise")
    ).generator
  }
}
