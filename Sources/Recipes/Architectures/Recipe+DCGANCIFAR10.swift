public import Adversarial
internal import Datasets
internal import Optimizers
internal import Training

extension Recipe {
  /// DCGAN on CIFAR-10 as in Chainer's tutorial: the default recipe.
  ///
  /// Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, with the hyperparameters of Chainer's
  /// example.
  public static let dcganCIFAR10 = Recipe(
    name: .dcganCIFAR10,
    dataset: "cifar10",
    image: ImageShape(height: 32, width: 32, channels: 3),
    pixelRange: .unit,
    latent: Latent(size: 100, distribution: .uniform),
    channels: 512,
    batchSize: 50,
    length: .epochs(1000),
    objective: .nonSaturating,
    generatorOptimizer: adam,
    discriminatorOptimizer: adam,
    seed: 0,
    intervals: Intervals(log: 100, progress: 10, preview: 1000, snapshot: 1000),
    preview: Preview(rows: 10, columns: 10, seed: 0)
  )

  private static let adam = OptimizerSettings(
    .adam(Adam(learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, form: .chainer)),
    weightDecay: 1e-4
  )
}

extension ChainerArchitecture: TrainableArchitecture {
  /// `Recipe.dcganCIFAR10`.
  public static var recipe: Recipe { .dcganCIFAR10 }
}
