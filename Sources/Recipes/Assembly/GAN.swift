public import Adversarial
public import Datasets
internal import NeuralNetworks
public import Optimizers
package import Randomness

/// A recipe's generator and discriminator, their optimizers and the random streams that they use.
public final class GAN {
  /// The recipe that it was built from.
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
  /// The generator's optimizer.
  public let generatorOptimizer: Optimizer
  /// The discriminator's optimizer.
  public let discriminatorOptimizer: Optimizer
  /// The EMA of the generator, if the recipe has one.
  public let generatorAverage: MovingAverage?
  /// The generator that samples are made with: the EMA if there is one, otherwise the generator itself.
  public let samplingGenerator: any Generator
  /// The stream of training's latent vectors.
  let latentStream: RandomStream
  /// The stream of classes for generated images in training.
  let labelStream: RandomStream
  /// The stream of the noise inside the networks.
  let noiseStream: RandomStream
  /// The stream that interpolates between real and generated images, if a gradient penalty does.
  let interpolationStream: RandomStream?
  /// Where the numbers of the augmentation come from, if there is one.
  let augmentationStream: RandomStream?
  /// What is done to images before the discriminator sees them.
  public let augmentation: (any Augmentation)?
  /// What adjusts the augmentation's probability, if it is adaptive.
  public let adaptation: AdaptiveProbability?

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

  /// A GAN of the networks that `networks` makes from the streams of their weights and noise.
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
    augmentationStream =
      recipe.augmentation == .none
      ? nil : RandomStream(seed: recipe.seed, purpose: "augmentation")
    (augmentation, adaptation) = recipe.augmentation(using: augmentationStream)
    let trained = networks(weights, noiseStream)
    generator = trained.generator
    discriminator = trained.discriminator
    generatorLayout = trained.generatorLayout
    discriminatorLayout = trained.discriminatorLayout
    generatorOptimizer = recipe.generatorOptimizer.optimizer(of: generator)
    discriminatorOptimizer = recipe.discriminatorOptimizer.optimizer(
      of: discriminator,
      except: discriminator.parameters(ofFirstLayers: recipe.frozenLayers)
    )
    guard recipe.hasAverage else {
      (generatorAverage, samplingGenerator) = (nil, generator)
      return
    }
    // It draws from its own streams, so that training's streams are not disturbed.
    let average = networks(
      RandomStream(seed: recipe.seed, purpose: "average"),
      RandomStream(seed: recipe.seed, purpose: "average noise")
    ).generator
    generatorAverage = MovingAverage(of: generator, in: average, decay: recipe.averageDecay)
    samplingGenerator = average
  }

  /// A freshly drawn generator of a recipe, with streams of its own.
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

  /// A freshly drawn discriminator of a recipe, with streams of its own.
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

  /// The sampler of the EMA if there is one, otherwise of the generator.
  public var sampler: Sampler { Sampler(recipe, samplingGenerator, conditionedOn: conditioning) }

  /// The generator's inputs in training: latent vectors and conditions.
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
