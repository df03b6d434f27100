public import Adversarial
public import Datasets
internal import Optimizers
internal import Training

extension Recipe {
  /// Some hundred to some thousand images of your own, in minutes on two cores.
  ///
  /// The numbers come from experiments, which docs/few-pictures.md describes. R1 in every fourth step keeps the
  /// discriminator from learning the images by heart, and batch normalization in it makes it learn quickly, at twice
  /// the generator's rate (Heusel et al. 2017, arXiv:1706.08500). Rates fall over the run, so that it ends better than
  /// it was before; the average's half-life rises slowly, so that it is good from the start.
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
      generatorOptimizer: picturesAdam(learningRate: 4e-4),
      discriminatorOptimizer: picturesAdam(learningRate: 8e-4),
      seed: 0,
      intervals: Intervals(log: 100, progress: 10, preview: 500, snapshot: 1000),
      preview: Preview(rows: 8, columns: 8, seed: 0)
    )
    (recipe.r1, recipe.penaltyInterval) = (3, 4)
    // In short runs the probability has to arrive in time.
    recipe.augmentationImages = 50_000
    recipe.fit(to: 9000)
    (recipe.classifierWeight, recipe.classShares) = (0.1, .equal)
    recipe[PicturesArchitecture.smallestMap] = 5
    recipe[PicturesArchitecture.classMaps] = true
    recipe[PicturesArchitecture.sketchSize] = 32
    return recipe
  }()

  /// Fits the learning rates and the average to a run of so many iterations.
  ///
  /// The rates fall along half a cosine to a twentieth. Over the first 5,000 iterations the average's half-life grows
  /// to 20,000 images, and in runs of less than 9,000 iterations over fewer to less, in proportion: an average of a
  /// large part of a run mixes weights that normalize differently.
  ///
  /// - Precondition: `iterations` is positive.
  public mutating func fit(to iterations: Int) {
    let schedule = LearningRateSchedule.cosine(to: 0.05, over: iterations)
    (generatorOptimizer.schedule, discriminatorOptimizer.schedule) = (schedule, schedule)
    let share = min(Double(iterations) / 9000, 1)
    (averageHalfLife, averageRise) = (Int(20_000 * share), Int(5000 * share))
  }

  /// Fits to a run of so many iterations what is fitted to the recipe's own length: the learning rates, the average or
  /// both.
  ///
  /// - Precondition: `iterations` is positive.
  public mutating func refit(to iterations: Int) {
    guard case .iterations(let own) = length, own > 0 else { return }
    var (former, new) = (self, self)
    former.fit(to: own)
    new.fit(to: iterations)
    if former.generatorOptimizer == generatorOptimizer,
      former.discriminatorOptimizer == discriminatorOptimizer
    {
      generatorOptimizer = new.generatorOptimizer
      discriminatorOptimizer = new.discriminatorOptimizer
    }
    if (former.averageHalfLife, former.averageRise) == (averageHalfLife, averageRise) {
      (averageHalfLife, averageRise) = (new.averageHalfLife, new.averageRise)
    }
  }

  private static func picturesAdam(learningRate: Float) -> OptimizerSettings {
    OptimizerSettings(
      .adam(
        Adam(learningRate: learningRate, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, form: .pyTorch)
      )
    )
  }
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

  /// How long a sketch is.
  static let sketchSize = OwnSetting(
    PicturesShape.sketchSizeName,
    in: 0...1024,
    default: 0,
    flag: .value("n"),
    help: "Elements of a latent vector that stand for a sketch; 0 for none.",
    discussion: """
      A sketch is so many principal components of a real image, shrunk; no more than a latent \
      vector has elements.
      """
  )

  /// How many sketches are kept.
  static let sketchCount = OwnSetting(
    PicturesShape.sketchCountName,
    in: 0...65_536,
    default: 0,
    flag: .value("n"),
    help: "Images whose sketches are kept, of each class; 0 for all.",
    discussion: "All are at most 8192 of all classes together."
  )

  /// How much images must be like their sketches.
  static let sketchWeight = OwnSetting(
    PicturesShape.sketchWeightName,
    in: 0...1000,
    default: Float(1),
    help: "Weight of sketches in the generator's loss."
  )

  /// `smallestMap`, `classMaps`, `sketchSize`, `sketchCount` and `sketchWeight`.
  public static let settings = [
    smallestMap.setting, classMaps.setting, sketchSize.setting, sketchCount.setting,
    sketchWeight.setting,
  ]

  /// The number of sketches.
  public static let imageSettings = [PicturesShape.sketchCountName]

  /// The most sketches that are kept where nobody says otherwise.
  private static let mostSketches = 8192

  /// Chooses how many sketches are kept: those of all images or, with classes, of as many of each as the largest has.
  public static func settle(_ recipe: inout Recipe, for dataset: any ImageDataset) {
    guard recipe[sketchSize] > 0, recipe[sketchCount] == 0 else { return }
    guard recipe.conditioning.isConditional, let labels = dataset.labels else {
      recipe[sketchCount] = min(dataset.count, mostSketches)
      return
    }
    let counts = labels.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    let most = max(mostSketches / recipe.conditioning.classCount, 1)
    recipe[sketchCount] = min(counts.values.max() ?? 1, most)
  }

  /// `Recipe.pictures`.
  public static var recipe: Recipe { .pictures }
}
