public import Adversarial
public import Datasets
internal import Foundation
internal import Optimizers
internal import Training

extension Recipe {
  /// R3GAN on CIFAR-10 as in its paper; `R3GANArchitecture.fit(_:to:)` has the numbers of other sizes.
  ///
  /// Learning rate, β₂, γ, the EMA's half-life and the probability of augmentation move along half a cosine over the
  /// first 20,000,000 images; here that is said in iterations of the published batch.
  ///
  /// Source: Huang et al. 2024, "The GAN is dead; long live the GAN! A Modern GAN Baseline",
  /// arXiv:2501.05441, and its code.
  public static let r3gan: Recipe = {
    var recipe = Recipe(
      name: .r3gan,
      dataset: "cifar10",
      image: ImageShape(height: 32, width: 32, channels: 3),
      pixelRange: .symmetric,
      latent: Latent(size: 64, distribution: .normal),
      channels: 768,
      batchSize: 512,
      length: .iterations(100_000),
      objective: .relativistic,
      generatorOptimizer: adam,
      discriminatorOptimizer: adam,
      seed: 0,
      intervals: Intervals(log: 100, progress: 10, preview: 1000, snapshot: 1000),
      preview: Preview(rows: 8, columns: 8, seed: 0)
    )
    (recipe.r1, recipe.r2, recipe.penaltySchedule) = (0.05, 0.05, .cosine(to: 0.1, over: rise))
    (recipe.averageHalfLife, recipe.averageRise) = (5_000_000, rise)
    recipe.augmentation = .fixed
    (recipe.augmentationProbability, recipe.augmentationRise) = (0.55, rise)
    return recipe
  }()

  /// 20,000,000 images in batches of 512.
  private static let rise = 39_062

  private static let adam = OptimizerSettings(
    .adam(
      Adam(
        learningRate: 2e-4,
        beta1: 0,
        beta2: 0.9,
        epsilon: 1e-8,
        form: .pyTorch,
        beta2Schedule: .cosine(to: 1.1, over: rise)
      )
    ),
    schedule: .cosine(to: 0.25, over: rise)
  )
}

extension R3GANArchitecture: TrainableArchitecture {
  /// `Recipe.r3gan`.
  public static var recipe: Recipe { .r3gan }

  /// What goes with a size of images.
  struct Numbers: Equatable {
    /// γ of R1 and R2.
    let gamma: Float
    /// The EMA's half-life, in images.
    let halfLife: Int
    /// Images per iteration.
    let batchSize: Int
    /// The probability of augmentation's changes.
    let augmentation: Float

    /// As published for CIFAR-10's 32 pixels on the shorter side and less, FFHQ's 64 and 256 and more.
    ///
    /// γ lies between them on straight lines of logarithms: 0.05, 2, 150. The rest is as for FFHQ above 32 pixels.
    init(_ image: ImageShape) {
      let side = log2(Double(min(image.height, image.width)))
      let known: [(side: Double, gamma: Double)] = [(5, 0.05), (6, 2), (8, 150)]
      let clamped = min(max(side, known[0].side), known[2].side)
      let (low, high) = clamped < 6 ? (known[0], known[1]) : (known[1], known[2])
      let share = (clamped - low.side) / (high.side - low.side)
      let exact = low.gamma * pow(high.gamma / low.gamma, share)
      // Two digits are as exact as the rule.
      let unit = pow(10, floor(log10(exact)) - 1)
      gamma = Float((exact / unit).rounded()) * Float(unit)
      (halfLife, batchSize) = side > 5 ? (500_000, 256) : (5_000_000, 512)
      augmentation = side > 5 ? 0.3 : 0.55
    }
  }

  /// Gives a recipe another size, and what goes with it instead of what went with the old one.
  public static func fit(_ recipe: inout Recipe, to image: ImageShape) {
    let (old, new) = (Numbers(recipe.image), Numbers(image))
    recipe.image = image
    if recipe.r1 == old.gamma { recipe.r1 = new.gamma }
    if recipe.r2 == old.gamma { recipe.r2 = new.gamma }
    if recipe.averageHalfLife == old.halfLife { recipe.averageHalfLife = new.halfLife }
    if recipe.batchSize == old.batchSize { recipe.batchSize = new.batchSize }
    if recipe.augmentationProbability == old.augmentation {
      recipe.augmentationProbability = new.augmentation
    }
  }
}
