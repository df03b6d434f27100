public import Adversarial
public import Datasets
public import Evaluation
public import Imaging
public import Training

/// Everything that defines a training: data, networks, optimizers, objective, schedule and seed.
///
/// A recipe is a value that can be stored; `GAN` builds what it describes. The recipe that a run
/// was started with is in each of its checkpoints.
public struct Recipe: Equatable, Sendable {
  /// What the recipe is called, such as "dcgan-cifar10"; decides on the networks.
  public var name: RecipeName
  /// The dataset's name or path.
  public var dataset: String
  /// The images that the networks see.
  public var image: ImageShape
  /// What happens to images of other proportions.
  public var crop: FittingRules.Crop = .center
  /// How images of other sizes are resized.
  public var resize: ResizingFilter = .area
  /// Whether half of the images in each epoch are mirrored, left for right.
  public var flip = false
  /// The numbers that stand for the brightness of pixels.
  public var pixelRange: PixelRange
  /// Where the generator's inputs come from.
  public var latent: Latent
  /// The width of the networks.
  public var channels: Int
  /// The classes that the networks are conditioned on.
  public var classes = ClassChoice.none
  /// The names of the classes, if they are known and have some.
  public var classNames: [String] = []
  /// The values of settings of the architecture's own.
  public var own = OwnValues()
  /// The number of real images, and of generated ones, that each update of a network sees.
  public var batchSize: Int
  /// How long the training is.
  public var length: TrainingLength
  /// What the networks minimize.
  public var objective: Objective
  /// What the discriminator's label of real images is short of 1, if the objective has labels.
  public var labelSmoothing: Float = 0
  /// The weight of `WassersteinPenalty`; 0 for none.
  public var gradientPenalty: Float = 0
  /// The γ of `R1Penalty`; 0 for none.
  public var r1: Float = 0
  /// The moves of the discriminator for each move of the generator, each on images of its own.
  public var discriminatorSteps: Int = 1
  /// The share of the old average in the new one, where pictures are made by a moving average of the
  /// generator; 0 for none.
  public var averageDecay: Float = 0
  /// How the generator moves.
  public var generatorOptimizer: OptimizerSettings
  /// How the discriminator moves.
  public var discriminatorOptimizer: OptimizerSettings
  /// What all random numbers follow from.
  public var seed: UInt64
  /// How often what is written, in iterations.
  public var intervals: Intervals
  /// The grid of samples that shows the progress.
  public var preview: Preview
  /// How the generator is evaluated on the way.
  public var evaluation = EvaluationPlan()

  /// A recipe; what is left out is as usual, or off.
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

  /// The number of real images that an iteration takes.
  public var imagesPerIteration: Int { batchSize * discriminatorSteps }

  /// Iterations between one and the next.
  public struct Intervals: Codable, Equatable, Sendable {
    /// Entries of the log and rows of the table.
    public var log: Int
    /// Drawings of the progress display.
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
    /// Samples, and as many real images.
    public var samples = 2000
    /// What is measured; the first decides which generator is the best.
    public var metrics = MetricSelection.cheap

    /// No evaluation.
    public init() {}

    /// The numbers that the metrics give, in the metrics' order, without errors of others.
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
