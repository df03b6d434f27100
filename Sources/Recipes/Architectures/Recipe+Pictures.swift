public import Adversarial
import Datasets
internal import Optimizers
internal import Training

extension Recipe {
  /// Some hundred to some thousand images of your own, in minutes on two cores.
  ///
  /// The numbers come from experiments, which docs/few-pictures.md describes. R1 in every fourth step keeps the
  /// discriminator from learning the images by heart, and batch normalization in it makes it learn quickly. Rates
  /// fall over the run, so that it ends better than it was before; the average's half-life rises slowly, so that it
  /// is good from the start.
  public static let pictures: Recipe = {
    var recipe = Recipe(
      name: .pictures,
      dataset: "images",
      image: ImageShape(height: 64, width: 64, channels: 3),
      pixelRange: .symmetric,
      latent: Latent(size: 100, distribution: .normal),
      channels: 32,
      batchSize: 32,
      length: .iterations(9000),
      objective: .nonSaturating,
      generatorOptimizer: picturesAdam,
      discriminatorOptimizer: picturesAdam,
      seed: 0,
      intervals: Intervals(log: 100, progress: 10, preview: 500, snapshot: 1000),
      preview: Preview(rows: 8, columns: 8, seed: 0)
    )
    (recipe.r1, recipe.penaltyInterval) = (1, 4)
    (recipe.averageHalfLife, recipe.averageRise) = (20_000, 5000)
    // In short runs the probability has to arrive in time.
    recipe.augmentationImages = 50_000
    recipe.letRatesFall(over: 9000)
    recipe.classifierWeight = 0.1
    recipe[PicturesArchitecture.smallestMap] = 5
    recipe[PicturesArchitecture.classMaps] = true
    return recipe
  }()

  /// Lets the learning rates fall along half a cosine to a twentieth over so many iterations.
  public mutating func letRatesFall(over iterations: Int) {
    let schedule = LearningRateSchedule.cosine(to: 0.05, over: iterations)
    (generatorOptimizer.schedule, discriminatorOptimizer.schedule) = (schedule, schedule)
  }

  /// Whether the learning rates fall so over the recipe's own length.
  public var letsRatesFall: Bool {
    guard case .iterations(let count) = length, count > 0 else { return false }
    var other = self
    other.letRatesFall(over: count)
    return other == self
  }

  private static let picturesAdam = OptimizerSettings(
    .adam(Adam(learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, form: .pyTorch))
  )
}

extension PicturesArchitecture: TrainableArchitecture {
  /// How small the smallest feature map is.
  static let smallestMap = OwnSetting(
    PicturesShape.smallestName,
    in: PicturesShape.smallestSides,
    default: PicturesShape.usualSmallest,
    flag: .value("pixels"),
    help: "Most pixels of the smallest feature map's shorter side."
  )

  /// Whether the generator's first feature map begins with one of the class's own.
  static let classMaps = OwnSetting(
    PicturesShape.embeddingName,
    default: false,
    help: "With classes, the first feature map begins with the class's own."
  )

  /// `smallestMap` and `classMaps`.
  public static let settings = [smallestMap.setting, classMaps.setting]

  /// `Recipe.pictures`.
  public static var recipe: Recipe { .pictures }
}
