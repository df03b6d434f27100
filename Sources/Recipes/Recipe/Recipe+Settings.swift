internal import Adversarial
internal import Datasets
internal import Imaging
internal import Optimizers
internal import TensorCore
internal import Training

extension Recipe {
  /// The settings that all recipes have, whatever their architecture.
  ///
  /// A setting that was added later, so that a stored recipe may lack it, has a default.
  static let commonSettings = SettingTable<Recipe>(
    trainingSettings + startSettings + networkSettings + classSettings + imageSettings
      + augmentationSettings
      + ganSettings
      + OptimizerSettings.settings.map { $0.within("generator-optimizer", \.generatorOptimizer) }
      + OptimizerSettings.settings.map {
        $0.within("discriminator-optimizer", \.discriminatorOptimizer)
      } + intervalSettings + evaluationSettings,
    groups: [
      "image": "the shape that the networks see; other images are fitted",
      "generator-optimizer": "how the generator is updated",
      "discriminator-optimizer": "how the discriminator is updated",
      "preview": "the grid of samples written during training",
    ],
    source: "the recipe's"
  )

  /// Numbers of iterations or epochs.
  static let counts = 1...1_000_000_000

  private static let trainingSettings: [Setting<Recipe>] = [
    Setting(
      "recipe",
      \.name,
      section: .training,
      help: "The architecture and its training step.",
      summary: .hidden
    ),
    Setting(
      "dataset",
      \.dataset,
      section: .training,
      flag: .value("name|path", letter: "i"),
      help: "A dataset's name or a path to images.",
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
      "batch-statistics",
      \.batchStatistics,
      default: .whole,
      section: .training,
      flag: .value("which"),
      help: "Batch norm over the whole batch or local to a process.",
      onResume: .free
    ),
    Setting(
      "epochs",
      optional: \.epochs,
      in: counts,
      section: .training,
      flag: .value("n", letter: "e"),
      help: "Total number of epochs.",
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
      help: "Total number of iterations, instead of epochs.",
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
      \.fittedImageSize,
      section: .networks,
      flag: .value("n|HxW"),
      isStored: false,
      help: "Height and width of the images that the networks see.",
      discussion: """
        One number, or two: 48x64. Larger images get deeper networks; the penalties of r3gan follow \
        the size unless they are given.
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
      help: "Height in pixels."
    ),
    Setting(
      "image.width",
      \.image.width,
      in: imageSides,
      section: .images,
      help: "Width in pixels."
    ),
    Setting(
      "image.channels",
      \.image.channels,
      section: .images,
      help: "1 for grayscale, 3 for color."
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
      help: "Resampling filter: area averaging, or the sharper Lanczos."
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
      help: "Range of pixel values: unit is 0 to 1, symmetric is -1 to 1."
    ),
  ]

  private static let ganSettings: [Setting<Recipe>] = [
    Setting(
      "objective",
      \.objective,
      section: .gan,
      flag: .value("name"),
      help: "Loss functions of generator and discriminator.",
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
      "auxiliary-classifier",
      \.classifierWeight,
      in: 0...1000,
      default: 0,
      section: .gan,
      flag: .value("weight"),
      help: "Weight of the discriminator's classifier, with classes."
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
      "r2",
      \.r2,
      in: 0...1_000_000,
      default: 0,
      section: .gan,
      flag: .value("gamma"),
      help: "γ of the R2 penalty (gradient norm at generated images).",
      summary: .ifChanged(label: "R2")
    ),
    Setting(
      "penalty-schedule",
      \.penaltySchedule,
      default: .constant,
      section: .gan,
      help: "Schedule of the weights of all penalties.",
      check: OptimizerSettings.mistake
    ),
    Setting(
      "penalty-interval",
      \.penaltyInterval,
      in: 1...1000,
      default: 1,
      section: .gan,
      flag: .value("n"),
      help: "Penalties in every nth update alone, times n."
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
      discussion: "Samples and gen_iter_N.npz then use the EMA.",
      summary: .ifChanged(label: "EMA")
    ),
    Setting(
      "average-half-life",
      \.averageHalfLife,
      in: 0...1_000_000_000,
      default: 0,
      section: .gan,
      flag: .value("images"),
      help: "Half-life of the EMA in images, instead of its decay.",
      summary: .ifChanged(label: "EMA half-life")
    ),
    Setting(
      "average-rise",
      \.averageRise,
      in: 0...1_000_000_000,
      default: 0,
      section: .gan,
      help: "Iterations over which the half-life grows from 0."
    ),
  ]
}

/// Settings that do not correspond to a stored property.
extension Recipe {
  /// The images' height and width; setting it changes the numbers that go with a size.
  fileprivate var fittedImageSize: ImageSize {
    get { image.size }
    set {
      var image = image
      image.size = newValue
      name.architecture?.fit(&self, to: image)
    }
  }

  /// The number of epochs, or `nil` if the length is in iterations; setting it changes the unit, too.
  fileprivate var epochs: Int? {
    get { if case .epochs(let count) = length { count } else { nil } }
    set { length = newValue.map(TrainingLength.epochs) ?? length }
  }

  /// The number of iterations, or `nil` if the length is in epochs; setting it changes the unit, too.
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
