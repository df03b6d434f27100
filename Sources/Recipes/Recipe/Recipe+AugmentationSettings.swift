internal import Adversarial

extension Recipe {
  /// What is done to images before the discriminator sees them.
  static let augmentationSettings: [Setting<Recipe>] = [
    Setting(
      "augment",
      \.augmentation,
      default: AugmentationChoice.none,
      section: .images,
      flag: .value("a,b,…|auto|fixed"),
      help: "What the discriminator sees changed, real or generated.",
      discussion: """
        color,translation,cutout or some of these: DiffAugment. auto: mirrored, turned, shifted, scaled \
        and recolored images, more of them the surer the discriminator is. fixed: the same changes with \
        a probability that is given.
        """
    ),
    Setting(
      "augment-target",
      \.augmentationTarget,
      in: -1...1,
      default: 0.6,
      section: .images,
      flag: .value("r"),
      help: "How sure auto lets the discriminator be: mean sign of D(x)."
    ),
    Setting(
      "augment-images",
      \.augmentationImages,
      in: counts,
      default: 500_000,
      section: .images,
      flag: .value("n"),
      help: "Images in which auto could go from no changes to all.",
      summary: .hidden
    ),
    Setting(
      "augment-probability",
      \.augmentationProbability,
      in: 0...1,
      default: 0.2,
      section: .images,
      flag: .value("p"),
      help: "Probability of each change of fixed augmentation."
    ),
    Setting(
      "augment-rise",
      \.augmentationRise,
      in: 0...1_000_000_000,
      default: 0,
      section: .images,
      flag: .value("n"),
      help: "Iterations over which it grows from 0.",
      summary: .hidden
    ),
  ]
}
