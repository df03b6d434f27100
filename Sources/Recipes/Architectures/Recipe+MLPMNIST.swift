public import Adversarial
internal import Datasets
internal import Optimizers
internal import Training

extension Recipe {
  /// Fully connected networks on MNIST, as in PyTorch's tutorial.
  ///
  /// The tutorial states no number of epochs; fifty show what it can learn.
  public static let mlpMNIST = Recipe(
    name: .mlpMNIST,
    dataset: "mnist",
    image: ImageShape(height: 28, width: 28, channels: 1),
    pixelRange: .symmetric,
    latent: Latent(size: 64, distribution: .normal),
    channels: 256,
    batchSize: 32,
    length: .epochs(50),
    objective: .nonSaturating,
    generatorOptimizer: pyTorchAdam,
    discriminatorOptimizer: pyTorchAdam,
    seed: 0,
    intervals: Intervals(log: 100, progress: 10, preview: 1000, snapshot: 1000),
    preview: Preview(rows: 10, columns: 10, seed: 0)
  )

  private static let pyTorchAdam = OptimizerSettings(
    .adam(Adam(learningRate: 3e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, form: .pyTorch))
  )
}

extension MLPArchitecture: TrainableArchitecture {
  /// `Recipe.mlpMNIST`.
  public static var recipe: Recipe { .mlpMNIST }
}
