internal import Adversarial
internal import Optimizers
internal import Randomness

extension Recipe {
  /// What the recipe does to images before the discriminator sees them, and what adjusts it; nothing without a
  /// stream.
  func augmentation(
    using random: RandomStream?
  ) -> ((any Augmentation)?, AdaptiveProbability?) {
    let made = random.flatMap { augmentation.augmentation(of: pixelRange, using: $0) }
    let adaptation = (augmentation == .automatic ? made as? AugmentationPipe : nil).map {
      AdaptiveProbability(of: $0, target: Double(augmentationTarget), images: augmentationImages)
    }
    return (made, adaptation)
  }
}

extension GAN {
  /// Gives fixed augmentation the probability of the next iteration; returns it, if that is what there is.
  func adjustFixedAugmentation() -> Double? {
    guard recipe.augmentation == .fixed, let pipe = augmentation as? AugmentationPipe else {
      return nil
    }
    pipe.probability = recipe.augmentationProbability(after: generatorOptimizer.step)
    return pipe.probability
  }
}
