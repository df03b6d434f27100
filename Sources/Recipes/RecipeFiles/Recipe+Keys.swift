internal import Adversarial
internal import Datasets
internal import Optimizers

extension Recipe {
  /// The keys of a recipe's file, in its order, spelled as the flags of `forger train` where there are such.
  ///
  /// A new property of `Recipe` needs one line here. Keys of a section stand together.
  static var keys: [RecipeKey] {
    [
      RecipeKey("recipe", \.name, "which networks, and how they are updated"),
      RecipeKey("dataset", \.dataset, "a data set's name or the path of images", mayChange: true),
      RecipeKey("image.height", \.image.height, "rows of pixels"),
      RecipeKey("image.width", \.image.width, "columns of pixels"),
      RecipeKey("image.channels", \.image.channels, "grey has one, colour three"),
      RecipeKey("crop", \.crop, "center, or none to stretch images of other proportions"),
      RecipeKey("resize", \.resize, "area or, sharper, lanczos"),
      RecipeKey("flip", \.flip, "whether images are mirrored by chance"),
      RecipeKey("pixel-range", \.pixelRange, "dark to bright: unit from 0, symmetric from -1"),
      RecipeKey("latent-size", \.latent.size, "length of the generator's inputs"),
      RecipeKey("latent-distribution", \.latent.distribution, "uniform or normal"),
      RecipeKey("channels", \.channels, "width of the networks"),
      RecipeKey("batch-size", \.batchSize, "images an iteration", mayChange: true),
      RecipeKey("epochs", \.epochs, "passes over the data set; or iterations", mayChange: true),
      RecipeKey("iterations", \.iterations, "moves of the generator; or epochs", mayChange: true),
      RecipeKey("objective", \.objective, "what the players minimise"),
      RecipeKey("label-smoothing", \.labelSmoothing, "what a real image's label is short of one"),
      RecipeKey("gradient-penalty", \.gradientPenalty, "weight of Wasserstein's penalty"),
      RecipeKey("r1", \.r1, "weight of the penalty on the slope at real images"),
      RecipeKey("discriminator-steps", \.discriminatorSteps, "its moves for each of the generator"),
      RecipeKey("average", \.averageDecay, "memory of the generator's moving average"),
    ] + optimizer("generator-optimizer", \.generatorOptimizer)
      + optimizer("discriminator-optimizer", \.discriminatorOptimizer) + [
        RecipeKey("seed", \.seed, "what all random numbers follow from"),
        interval("display-interval", \.intervals.log, "log entries and rows of the table"),
        interval("progress-interval", \.intervals.progress, "drawings of the progress display"),
        interval("preview-interval", \.intervals.preview, "previews"),
        interval("snapshot-interval", \.intervals.snapshot, "snapshots"),
        RecipeKey("preview.rows", \.preview.rows, "rows of samples", mayChange: true),
        RecipeKey("preview.columns", \.preview.columns, "columns of samples", mayChange: true),
        RecipeKey("preview.seed", \.preview.seed, "which samples they are", mayChange: true),
        RecipeKey(
          "evaluate-every",
          \.evaluation.interval,
          "iterations between evaluations; or none",
          mayChange: true
        ),
        RecipeKey(
          "evaluate-samples",
          \.evaluation.samples,
          "samples evaluated, and as many real images",
          mayChange: true
        ),
        RecipeKey(
          "evaluate-metrics",
          \.evaluation.metrics,
          "measured; the first finds the best",
          mayChange: true
        ),
      ]
  }

  /// What the sections mean.
  static let sections = [
    "image": "what the networks see; other images are adapted",
    "generator-optimizer": "how the generator moves",
    "discriminator-optimizer": "how the discriminator moves",
    "preview": "the grid of samples that shows the progress",
  ]

  private static func interval(
    _ name: String,
    _ property: WritableKeyPath<Recipe, Int>,
    _ what: String
  ) -> RecipeKey {
    RecipeKey(name, property, "iterations between \(what)", mayChange: true)
  }

  /// The keys of an optimizer; the rule comes first, as it says which of the others there are.
  private static func optimizer(
    _ section: String,
    _ path: WritableKeyPath<Recipe, OptimizerSettings>
  ) -> [RecipeKey] {
    func key<Value: RecipeValue>(
      _ name: String,
      _ property: WritableKeyPath<OptimizerSettings, Value>,
      _ comment: String
    ) -> RecipeKey {
      RecipeKey("\(section).\(name)", path.appending(path: property), comment)
    }
    func key<Value: RecipeValue>(
      _ name: String,
      _ property: WritableKeyPath<OptimizerSettings, Value?>,
      _ comment: String
    ) -> RecipeKey {
      RecipeKey("\(section).\(name)", path.appending(path: property), comment)
    }
    return [
      key("rule", \.ruleName, "adam or sgd"),
      key("learning-rate", \.learningRate, "the size of a step"),
      key("beta1", \.beta1, "memory of the gradient"),
      key("beta2", \.beta2, "memory of its square"),
      key("epsilon", \.epsilon, "keeps the denominator from zero"),
      key("adam-form", \.adamForm, "where epsilon stands"),
      key("momentum", \.momentum, "memory of the direction"),
      key("nesterov", \.isNesterov, "whether a step looks ahead"),
      key("sgd-form", \.sgdForm, "whether the velocity holds the rate"),
      key("weight-decay", \.weightDecay, "pull towards zero"),
      key("schedule", \.schedule, "of the learning rate"),
    ]
  }
}
