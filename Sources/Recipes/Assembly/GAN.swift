public import Adversarial
public import Datasets
internal import NeuralNetworks
public import Optimizers
package import Randomness

/// A recipe's generator and discriminator, their optimizers and the random streams that they use.
public final class GAN {
  /// The recipe that it was built by.
  public let recipe: Recipe
  /// What the networks are conditioned on.
  public let conditioning: Conditioning
  /// Turns latent vectors into images.
  public let generator: any Generator
  /// Tells real images from generated ones.
  public let discriminator: any Discriminator
  /// The names and layouts of the generator's files.
  public let generatorLayout: ModelLayout
  /// The names and layouts of the discriminator's files.
  public let discriminatorLayout: ModelLayout
  /// What updates the generator.
  public let generatorOptimizer: Optimizer
  /// What updates the discriminator.
  public let discriminatorOptimizer: Optimizer
  /// The EMA of the generator, if the recipe has one.
  public let generatorAverage: MovingAverage?
  /// What images are made with: the EMA of the generator if there is one, or else the generator.
  public let samplingGenerator: any Generator
  /// Where training's latent vectors come from.
  let latentStream: RandomStream
  /// Where training's classes of generated images come from, if the networks are conditioned on some.
  let labelStream: RandomStream
  /// Where the noise inside the networks comes from.
  let noiseStream: RandomStream
  /// Where the places between images come from, if there is a gradient penalty there.
  let interpolationStream: RandomStream?

  /// The GAN of a recipe, with freshly drawn weights.
  ///
  /// A recipe that leaves its classes to the dataset becomes one by `Recipe.resolvingClasses(of:)` first.
  ///
  /// - Precondition: The recipe is valid.
  public convenience init(_ recipe: Recipe) {
    self.init(recipe, conditionedOn: recipe.conditioning) { weights, noise in
      Networks(of: recipe, using: NetworkStreams(weights: weights, noise: noise))
    }
  }

  /// A GAN of networks that `networks` makes, given where their weights and their noise come from.
  ///
  /// - Precondition: The recipe is valid.
  package init(
    _ recipe: Recipe,
    conditionedOn conditioning: Conditioning,
    networks: (_ weights: RandomStream, _ noise: RandomStream) -> Networks
  ) {
    self.recipe = recipe
    self.conditioning = conditioning
    let weights = RandomStream(seed: recipe.seed, purpose: "weights")
    latentStream = RandomStream(seed: recipe.seed, purpose: "latent")
    labelStream = RandomStream(seed: recipe.seed, purpose: "labels")
    noiseStream = RandomStream(seed: recipe.seed, purpose: "noise")
    interpolationStream =
      recipe.gradientPenalty > 0
      ? RandomStream(seed: recipe.seed, purpose: "interpolation") : nil
    let trained = networks(weights, noiseStream)
    generator = trained.generator
    discriminator = trained.discriminator
    generatorLayout = trained.generatorLayout
    discriminatorLayout = trained.discriminatorLayout
    generatorOptimizer = recipe.generatorOptimizer.optimizer(of: generator)
    discriminatorOptimizer = recipe.discriminatorOptimizer.optimizer(of: discriminator)
    guard recipe.averageDecay > 0 else {
      (generatorAverage, samplingGenerator) = (nil, generator)
      return
    }
    // It draws from streams of its own, so that those of training stay where they are.
    let average = networks(
      RandomStream(seed: recipe.seed, purpose: "average"),
      RandomStream(seed: recipe.seed, purpose: "average noise")
    ).generator
    generatorAverage = MovingAverage(of: generator, in: average, decay: recipe.averageDecay)
    samplingGenerator = average
  }

  /// A fresh generator of a recipe, without anything else; its streams are its own.
  ///
  /// - Precondition: The recipe is valid.
  static func generator(of recipe: Recipe) -> any Generator {
    recipe.architecture.generator(
      recipe.networkShape,
      using: NetworkStreams(
        weights: RandomStream(seed: recipe.seed, purpose: "average"),
        noise: RandomStream(seed: recipe.seed, purpose: "average noise")
      )
    )
  }

  /// A fresh discriminator of a recipe, without anything else; its streams are its own.
  ///
  /// - Precondition: The recipe is valid.
  static func discriminator(of recipe: Recipe) -> any Discriminator {
    recipe.architecture.discriminator(
      recipe.networkShape,
      using: NetworkStreams(
        weights: RandomStream(seed: recipe.seed, purpose: "weights"),
        noise: RandomStream(seed: recipe.seed, purpose: "noise")
      )
    )
  }

  /// What samples are made with: the EMA of the generator if there is one, or else the generator.
  public var sampler: Sampler { Sampler(recipe, samplingGenerator, conditionedOn: conditioning) }

  /// What the generator is trained on: latent vectors and conditions.
  var trainingInputs: InputSampler {
    InputSampler(recipe.latent, conditioning, vectors: latentStream, conditions: labelStream)
  }

  /// A batch of real images as the networks see it.
  ///
  /// - Precondition: The images have labels, if the networks are conditioned on classes.
  public func examples(_ batch: ImageBatch) -> Examples {
    Examples(recipe.pixelRange.tensor(batch), conditioning.condition(of: batch))
  }
}
