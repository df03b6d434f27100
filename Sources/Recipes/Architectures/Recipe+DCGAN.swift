public import Adversarial
internal import Datasets
internal import Optimizers
internal import Training

extension Recipe {
  /// The DCGAN paper's networks, 64×64 pixels in color, for your own images.
  ///
  /// Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 4 and figure 1. The paper trains on
  /// bedrooms and faces for one or a few epochs; 100 suit the smaller collections that people have.
  public static let dcgan = Recipe(
    name: .dcgan,
    dataset: "images",
    image: ImageShape(height: 64, width: 64, channels: 3),
    pixelRange: .symmetric,
    latent: Latent(size: 100, distribution: .uniform),
    channels: 128,
    batchSize: 128,
    length: .epochs(100),
    objective: .nonSaturating,
    generatorOptimizer: paperAdam,
    discriminatorOptimizer: paperAdam,
    seed: 0,
    intervals: Intervals(log: 100, progress: 10, preview: 1000, snapshot: 1000),
    preview: Preview(rows: 8, columns: 8, seed: 0)
  )

  private static let paperAdam = OptimizerSettings(
    .adam(Adam(learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, form: .pyTorch))
  )
}

extension DCGANArchitecture: TrainableArchitecture {
  /// `Recipe.dcgan`.
  public static var recipe: Recipe { .dcgan }
}
