public import Adversarial
public import Datasets
public import Evaluation
internal import Foundation
public import Imaging
public import Optimizers
public import TensorCore
public import Training

/// Everything that defines a training run: data, networks, optimizers, objective, schedule and seed.
///
/// A recipe is a value that can be stored; `GAN` builds the networks it describes. Every checkpoint holds the
/// recipe of its run.
public struct Recipe: Equatable, Sendable {
  /// The recipe's name, such as "dcgan-cifar10", which is that of its architecture.
  public var name: RecipeName
  /// The dataset's name or path.
  public var dataset: String
  /// The shape of the images that the networks see.
  public var image: ImageShape
  /// How images of other proportions are fitted.
  public var crop: FittingRules.Crop = .center
  /// How images of other sizes are resized.
  public var resize: ResizingFilter = .area
  /// Whether half of the images in each epoch are mirrored, left for right.
  public var flip = false
  /// What is done to images before the discriminator sees them.
  public var augmentation = AugmentationChoice.none
  /// The mean of sign D(x) that adaptive augmentation aims at.
  public var augmentationTarget: Float = 0.6
  /// The images in which the probability of adaptive augmentation could go from 0 to 1.
  public var augmentationImages = 500_000
  /// The probability of each change of fixed augmentation.
  public var augmentationProbability: Float = 0.2
  /// The iterations over which that probability grows from 0 along half a cosine; 0 for a constant one.
  public var augmentationRise = 0
  /// The range of pixel values.
  public var pixelRange: PixelRange
  /// The distribution of latent vectors.
  public var latent: Latent
  /// The width of the networks.
  public var channels: Int
  /// The classes that the networks are conditioned on.
  public var classes = ClassChoice.none
  /// The names of the classes, if they are known and have some.
  public var classNames: [String] = []
  /// How often each class occurs in training, if the networks are conditioned on classes.
  public var classShares = ClassShares.uniform
  /// The values of settings of the architecture's own.
  public var own = OwnValues()
  /// The run, or its file, whose weights a new run takes before its first iteration; `nil` for none.
  ///
  /// A resumed run has its weights from its own snapshot, and only remembers the name.
  public var initialRun: String?
  /// The first layers of the discriminator, nearest the image, that are not trained.
  public var frozenLayers = 0
  /// The number of real images, and of generated ones, in each update of a network.
  public var batchSize: Int
  /// Which images batch normalization takes its statistics from where several processes share a batch.
  public var batchStatistics = BatchStatistics.whole
  /// The length of training.
  public var length: TrainingLength
  /// The loss functions of both networks.
  public var objective: Objective
  /// Real labels are 1 minus this, if the objective has labels.
  public var labelSmoothing: Float = 0
  /// The weight of the auxiliary classifier's loss, if there are classes; 0 for none.
  public var classifierWeight: Float = 0
  /// The weight of `WassersteinPenalty`; 0 for none.
  public var gradientPenalty: Float = 0
  /// The γ of `R1Penalty`; 0 for none.
  public var r1: Float = 0
  /// The γ of `R2Penalty`; 0 for none.
  public var r2: Float = 0
  /// How the weights of the penalties change over the discriminator's steps.
  public var penaltySchedule: LearningRateSchedule = .constant
  /// The discriminator's updates of which one has the penalties, times as much; 1 for all.
  public var penaltyInterval = 1
  /// Updates of the discriminator per update of the generator, each on a new batch.
  public var discriminatorSteps: Int = 1
  /// The decay of the generator's EMA, which samples are then made with; 0 for none.
  public var averageDecay: Float = 0
  /// The half-life of the EMA in images, instead of its decay; 0 for none.
  public var averageHalfLife = 0
  /// The iterations over which the half-life grows from 0 along half a cosine; 0 for a constant half-life.
  public var averageRise = 0
  /// How the generator is updated.
  public var generatorOptimizer: OptimizerSettings
  /// How the discriminator is updated.
  public var discriminatorOptimizer: OptimizerSettings
  /// The random seed.
  public var seed: UInt64
  /// How often logs, previews and snapshots are written.
  public var intervals: Intervals
  /// The grid of samples written during training.
  public var preview: Preview
  /// Whether the run writes event files for TensorBoard.
  public var hasEvents = false
  /// How the generator is evaluated during training.
  public var evaluation = EvaluationPlan()

  /// A recipe; settings left out have their usual values, or are off.
  public init(
    name: RecipeName,
    dataset: String,
    image: ImageShape,
    pixelRange: PixelRange,
    latent: Latent,
    channels: Int,
    batchSize: Int,
    length: TrainingLength,
    objective: Objective = .nonSaturating,
    generatorOptimizer: OptimizerSettings,
    discriminatorOptimizer: OptimizerSettings,
    seed: UInt64 = 0,
    intervals: Intervals = Intervals(),
    preview: Preview = Preview()
  ) {
    self.name = name
    self.dataset = dataset
    self.image = image
    self.pixelRange = pixelRange
    self.latent = latent
    self.channels = channels
    self.batchSize = batchSize
    self.length = length
    self.objective = objective
    self.generatorOptimizer = generatorOptimizer
    self.discriminatorOptimizer = discriminatorOptimizer
    self.seed = seed
    self.intervals = intervals
    self.preview = preview
  }

  /// The number of real images per iteration.
  public var imagesPerIteration: Int {
    batchSize * (discriminatorSteps + (name.architecture?.generatorBatches ?? 0))
  }

  /// The iterations of a run on so many images.
  public func iterationCount(on imageCount: Int) -> Int {
    switch length {
    case .iterations(let count): count
    case .epochs(let count):
      Int((Double(count) * Double(imageCount) / Double(imagesPerIteration)).rounded(.up))
    }
  }

  /// Whether samples come from an EMA of the generator.
  public var hasAverage: Bool { averageDecay > 0 || averageHalfLife > 0 }

  /// The decay of the EMA after so many iterations: ½ to the power of the share of its half-life
  /// that an iteration's images are.
  ///
  /// Source: Karras et al. 2018, "Progressive Growing of GANs", whose code states averages in images.
  func averageDecay(after iterations: Int) -> Float {
    guard averageDecay == 0, averageHalfLife > 0 else { return averageDecay }
    let halfLife = Double(averageHalfLife) * Self.risen(over: averageRise, after: iterations)
    return min(Float(pow(0.5, Double(batchSize) / max(halfLife, 1e-8))), Float(1).nextDown)
  }

  /// The probability of each change of fixed augmentation after so many iterations.
  func augmentationProbability(after iterations: Int) -> Double {
    Double(augmentationProbability) * Self.risen(over: augmentationRise, after: iterations)
  }

  /// How far something that grows from 0 to 1 along half a cosine over `rise` iterations has come.
  private static func risen(over rise: Int, after iterations: Int) -> Double {
    let share = rise > 0 ? min(Double(iterations) / Double(rise), 1) : 1
    return (1 - cos(Double.pi * share)) / 2
  }

  /// Numbers of iterations between outputs.
  public struct Intervals: Codable, Equatable, Sendable {
    /// Log entries and rows of the table.
    public var log: Int
    /// Updates of the progress display.
    public var progress: Int
    /// Grids of samples.
    public var preview: Int
    /// Snapshots.
    public var snapshot: Int

    /// Intervals, in iterations.
    public init(log: Int = 100, progress: Int = 10, preview: Int = 1000, snapshot: Int = 1000) {
      (self.log, self.progress) = (log, progress)
      (self.preview, self.snapshot) = (preview, snapshot)
    }
  }

  /// How the generator is evaluated during training.
  public struct EvaluationPlan: Codable, Equatable, Sendable {
    /// Iterations between evaluations; 0 for none.
    public var interval = 0
    /// The number of samples, and of real images.
    public var samples = 2000
    /// The metrics; the first decides which generator is the best.
    public var metrics = MetricSelection.cheap

    /// No evaluation.
    public init() {}

    /// The quantities that the metrics give, in the metrics' order, without error estimates.
    var quantities: [MetricQuantity] {
      metrics.metrics.flatMap { metric in
        MetricQuantity.all.filter { $0.metric == metric && $0.key != "kernel-error" }
      }
    }
  }

  /// A grid of samples.
  public struct Preview: Codable, Equatable, Sendable {
    /// Rows of samples.
    public var rows: Int
    /// Columns of samples.
    public var columns: Int
    /// The seed of the latent vectors, which are the same in every preview.
    public var seed: UInt64

    /// A grid.
    public init(rows: Int = 10, columns: Int = 10, seed: UInt64 = 0) {
      (self.rows, self.columns, self.seed) = (rows, columns, seed)
    }
  }
}
