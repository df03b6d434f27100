internal import Adversarial
internal import Randomness

extension Recipe {
  /// What the recipe does to images before the discriminator sees them, and what adjusts it; nothing without a
  /// stream.
  func augmentation(
    using random: RandomStream?
  ) -> ((any Augmentation)?, AdaptiveProbability?) {
    let made = random.flatMap { augmentation.augmentation(of: pixelRange, using: $0) }
    let adaptation = (made as? AugmentationPipe).map {
      AdaptiveProbability(of: $0, target: Double(augmentationTarget), images: augmentationImages)
    }
    return (made, adaptation)
  }
}
