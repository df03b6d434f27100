internal import Adversarial
internal import Datasets
internal import Evaluation
internal import Imaging
internal import Optimizers
internal import Training

extension Recipe {
  /// The settings that all recipes have, whatever their architecture.
  ///
  /// A setting that a stored recipe may lack, since it came later, has a default.
  static let commonSettings = SettingTable<Recipe>(
    trainingSettings + networkSettings + classSettings + imageSettings + ganSettings
      + OptimizerSettings.settings.map { $0.within("generator-optimizer", \.generatorOptimizer) }
      + OptimizerSettings.settings.map {
        $0.within("discriminator-optimizer", \.discriminatorOptimizer)
      } + intervalSettings + evaluationSettings,
    groups: [
      "image": "what the networks see; other images are adapted",
      "generator-optimizer": "how the generator is updated",
      "discriminator-optimizer": "how the discriminator is updated",
      "preview": "the grid of samples that shows the progress",
    ],
    source: "the recipe's"
  )

  private static let counts = 1...1_000_000_000

  private static let trainingSettings: [Setting<Recipe>] = [
    Setting(
      "recipe",
      \.name,
      section: .training,
      help: "Which networks, and how they are updated.",
      summary: .hidden
    ),
    Setting(
      "dataset",
      \.dataset,
      section: .training,
      flag: .value("name|path", letter: "i"),
      help: "A dataset's name or the path of images.",
      discussion: """
        Names: cifar10, mnist, fashion-mnist. Images: a folder, .tar, .tar.gz or .zip of PNG and JPEG; \
        CIFAR-10's .tar.gz or folder; IDX files.
        """,
      onResume: .free,
      summary: .hidden
    ) { $0.isEmpty ? SettingMistake(found: "empty", expected: "a name or a path") : nil },
    Setting(
      "batch-size",
      \.batchSize,
      in: 1...65_536,
      section: .training,
      flag: .value("n", letter: "b"),
      help: "Images per iteration.",
      onResume: .free,
      summary: .always
    ),
    Setting(
      "epochs",
      optional: \.epochs,
      in: counts,
      section: .training,
      flag: .value("n", letter: "e"),
      help: "Passes over the dataset, in all.",
      onResume: .free,
      alternative: "iterations",
      summary: .hidden
    ),
    Setting(
      "iterations",
      optional: \.iterations,
      in: counts,
      section: .training,
      flag: .value("n"),
      help: "Iterations, in all, instead of epochs.",
      onResume: .free,
      alternative: "epochs",
      summary: .hidden
    ),
    Setting(
      "seed",
      \.seed,
      default: 0,
      section: .training,
      flag: .value("n"),
      help: "Random seed."
    ),
  ]

  private static let networkSettings: [Setting<Recipe>] = [
    Setting(
      "latent-size",
      \.latent.size,
      in: 1...65_536,
      section: .networks,
      flag: .value("n", letter: "n"),
      help: "Length of the latent vectors.",
      summary: .always
    ),
    Setting(
      "latent-distribution",
      \.latent.distribution,
      section: .networks,
      help: "Distribution of the latent vectors: uniform or normal."
    ),
    Setting(
      "image-size",
      \.image.size,
      section: .networks,
      flag: .value("n|HxW"),
      isStored: false,
      help: "Height and width of the images that the networks see.",
      discussion: """
        One number, or two: 48x64. The networks are as deep as the size asks for.
        """
    ) { size in
      [size.height, size.width].lazy
        .compactMap { SettingMistake($0, unlessIn: imageSides, expected: nil) }.first
    },
    Setting(
      "channels",
      \.channels,
      in: 1...8192,
      section: .networks,
      flag: .value("n"),
      help: "Width of the networks."
    ),
  ]

  private static let imageSides = 16...512

  private static let imageSettings: [Setting<Recipe>] = [
    Setting(
      "image.height",
      \.image.height,
      in: imageSides,
      section: .images,
      help: "Rows of pixels."
    ),
    Setting(
      "image.width",
      \.image.width,
      in: imageSides,
      section: .images,
      help: "Columns of pixels."
    ),
    Setting(
      "image.channels",
      \.image.channels,
      section: .images,
      help: "One for grayscale, three for color."
    ) { channels in
      [1, 3].contains(channels)
        ? nil : SettingMistake(found: "\(channels)", expected: "1 for grayscale or 3 for color")
    },
    Setting(
      "crop",
      \.crop,
      default: .center,
      section: .images,
      flag: .value("how"),
      help: "Crop images of other proportions to their center, or stretch."
    ),
    Setting(
      "resize",
      \.resize,
      default: .area,
      section: .images,
      flag: .value("how"),
      help: "Resize by averages of areas, or sharper by Lanczos' filter."
    ),
    Setting(
      "color",
      \.image.color,
      section: .images,
      flag: .value("what"),
      isStored: false,
      help: "Train in color or in grayscale."
    ),
    Setting(
      "flip",
      \.flip,
      default: false,
      section: .images,
      flag: .onOff,
      help: "Mirror half of the images in each epoch.",
      summary: .ifChanged(label: "half of them mirrored")
    ),
    Setting(
      "pixel-range",
      \.pixelRange,
      section: .images,
      help: "Dark to bright: unit from 0 to 1, symmetric from -1 to 1."
    ),
  ]

  private static let ganSettings: [Setting<Recipe>] = [
    Setting(
      "objective",
      \.objective,
      section: .gan,
      flag: .value("name"),
      help: "What generator and discriminator minimize.",
      summary: .always
    ),
    Setting(
      "label-smoothing",
      \.labelSmoothing,
      in: 0...0.5,
      default: 0,
      section: .gan,
      flag: .value("share"),
      help: "Real labels are 1 minus this (cross entropy only)."
    ),
    Setting(
      "gradient-penalty",
      \.gradientPenalty,
      in: 0...1_000_000,
      default: 0,
      section: .gan,
      flag: .value("weight"),
      help: "WGAN-GP penalty weight; wasserstein needs it, 10 is typical."
    ),
    Setting(
      "r1",
      \.r1,
      in: 0...1_000_000,
      default: 0,
      section: .gan,
      flag: .value("gamma"),
      help: "γ of the R1 penalty (gradient norm at real images).",
      summary: .ifChanged(label: "R1")
    ),
    Setting(
      "discriminator-steps",
      \.discriminatorSteps,
      in: 1...100,
      default: 1,
      section: .gan,
      flag: .value("n"),
      help: "Discriminator updates per generator update, each on a new batch."
    ),
    Setting(
      "average",
      \.averageDecay,
      in: 0...Float(1).nextDown,
      expected: "0 or more and less than 1",
      default: 0,
      section: .gan,
      flag: .value("decay"),
      help: "EMA decay of the generator's weights, typically 0.999.",
      discussion: "Samples and gen_iter_N.npz use the EMA then.",
      summary: .ifChanged(label: "EMA")
    ),
  ]

  private static let intervalSettings: [Setting<Recipe>] = [
    Setting(
      "snapshot-interval",
      \.intervals.snapshot,
      in: counts,
      section: .intervals,
      flag: .value("n"),
      help: "Iterations between snapshots.",
      onResume: .free
    ),
    Setting(
      "display-interval",
      \.intervals.log,
      in: counts,
      section: .intervals,
      flag: .value("n"),
      help: "Iterations between log entries and rows of the table.",
      onResume: .free
    ),
    Setting(
      "progress-interval",
      \.intervals.progress,
      in: counts,
      section: .intervals,
      help: "Iterations between drawings of the progress display.",
      onResume: .free
    ),
    Setting(
      "preview-interval",
      \.intervals.preview,
      in: counts,
      section: .intervals,
      flag: .value("n"),
      help: "Iterations between previews.",
      onResume: .free
    ),
    Setting(
      "preview.rows",
      \.preview.rows,
      in: 1...1000,
      section: .intervals,
      help: "Rows of samples.",
      onResume: .free
    ),
    Setting(
      "preview.columns",
      \.preview.columns,
      in: 1...1000,
      section: .intervals,
      help: "Columns of samples.",
      onResume: .free
    ),
    Setting(
      "preview.seed",
      \.preview.seed,
      section: .intervals,
      help: "Random seed of their latent vectors.",
      onResume: .free
    ),
  ]

  private static let evaluationSettings: [Setting<Recipe>] = [
    Setting(
      "evaluate-every",
      \.evaluation.interval,
      in: 0...1_000_000_000,
      default: 0,
      section: .evaluation,
      flag: .value("n"),
      help: "Iterations between evaluations of the generator; 0 for none.",
      discussion: """
        They go to the log as eval/frechet and so on, keep the best generator in gen_best.npz, and \
        warn of mode collapse.
        """,
      onResume: .free,
      summary: .hidden
    ),
    Setting(
      "evaluate-samples",
      \.evaluation.samples,
      in: 10...1_000_000,
      default: 2000,
      section: .evaluation,
      flag: .value("n"),
      help: "Samples, and as many real images.",
      onResume: .free,
      summary: .hidden
    ),
    Setting(
      "evaluate-metrics",
      \.evaluation.metrics,
      default: .cheap,
      section: .evaluation,
      flag: .value("a,b,…"),
      help: "Metrics to log; the first selects the best.",
      onResume: .free,
      summary: .hidden
    ),
  ]
}

/// What settings stand for beside the properties.
extension Recipe {
  /// The number of epochs, or `nil` where the length is in iterations; setting it sets the unit, too.
  fileprivate var epochs: Int? {
    get { if case .epochs(let count) = length { count } else { nil } }
    set { length = newValue.map(TrainingLength.epochs) ?? length }
  }

  /// The number of iterations, or `nil` where the length is in epochs; setting it sets the unit, too.
  fileprivate var iterations: Int? {
    get { if case .iterations(let count) = length { count } else { nil } }
    set { length = newValue.map(TrainingLength.iterations) ?? length }
  }
}

extension ImageShape {
  fileprivate var size: ImageSize {
    get { ImageSize(of: self) }
    set { (height, width) = (newValue.height, newValue.width) }
  }

  fileprivate var color: ImageColor {
    get { ImageColor(channels: channels) }
    set { channels = newValue.channels }
  }
}
