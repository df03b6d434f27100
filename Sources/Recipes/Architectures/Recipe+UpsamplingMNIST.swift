public import Adversarial
internal import Datasets
internal import Optimizers
internal import Training

extension Recipe {
  /// Upsampling and pooling on MNIST, as in Keras' tutorial.
  public static let upsamplingMNIST = Recipe(
    name: .upsamplingMNIST,
    dataset: "mnist",
    image: ImageShape(height: 28, width: 28, channels: 1),
    pixelRange: .symmetric,
    latent: Latent(size: 100, distribution: .uniform),
    channels: 128,
    batchSize: 100,
    length: .epochs(100),
    objective: .nonSaturating,
    generatorOptimizer: nesterov,
    discriminatorOptimizer: nesterov,
    seed: 0,
    intervals: Intervals(log: 100, progress: 10, preview: 200, snapshot: 1000),
    preview: Preview(rows: 10, columns: 10, seed: 0)
  )

  private static let nesterov = OptimizerSettings(
    .sgd(SGD(learningRate: 5e-4, momentum: 0.9, isNesterov: true, form: .keras))
  )
}

extension UpsamplingArchitecture: TrainableArchitecture {
  /// `Recipe.upsamplingMNIST`.
  public static var recipe: Recipe { .upsamplingMNIST }
}
