internal import Adversarial

extension Recipe {
  /// What is done to images before the discriminator sees them.
  static let augmentationSettings: [Setting<Recipe>] = [
    Setting(
      "augment",
      \.augmentation,
      default: AugmentationChoice.none,
      section: .images,
      flag: .value("a,b,…|auto"),
      help: "What the discriminator sees changed, real or generated.",
      discussion: """
        color,translation,cutout or some of these: DiffAugment. auto: mirrored, turned, shifted, scaled \
        and recolored images, more of them the surer the discriminator is.
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
  ]
}
