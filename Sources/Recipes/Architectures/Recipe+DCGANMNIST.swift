public import Adversarial
internal import Datasets
internal import Optimizers
internal import Training

extension Recipe {
  /// DCGAN on MNIST, as in TensorFlow's tutorial, whose 20 epochs have 1000 iterations each.
  ///
  /// The generator's output is in −1...1, so images are scaled to that range and not to the tutorial's 0...1;
  /// a linear layer maps the latent vector to the first feature map.
  public static let dcganMNIST = Recipe(
    name: .dcganMNIST,
    dataset: "mnist",
    image: ImageShape(height: 28, width: 28, channels: 1),
    pixelRange: .symmetric,
    latent: Latent(size: 100, distribution: .uniform),
    channels: 64,
    batchSize: 64,
    length: .iterations(20_000),
    objective: .nonSaturating,
    generatorOptimizer: tensorFlowAdam,
    discriminatorOptimizer: tensorFlowAdam,
    seed: 0,
    intervals: Intervals(log: 100, progress: 10, preview: 1000, snapshot: 1000),
    preview: Preview(rows: 10, columns: 10, seed: 0)
  )

  private static let tensorFlowAdam = OptimizerSettings(
    .adam(Adam(learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, form: .chainer))
  )
}

extension TensorFlowArchitecture: TrainableArchitecture {
  /// `Recipe.dcganMNIST`.
  public static var recipe: Recipe { .dcganMNIST }
}
