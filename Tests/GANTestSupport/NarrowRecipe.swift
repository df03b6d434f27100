import Adversarial
public import Datasets
import Randomness
public import Recipes

extension Recipe {
  /// A recipe with the narrowest networks worth a test, on batches of three, without an average or sketches.
  public static func narrow(
    _ name: RecipeName,
    _ change: (inout Recipe) -> Void = { _ in }
  ) -> Recipe {
    var recipe = Recipe.named(name)
    recipe.channels = 8
    recipe.latent.size = 6
    recipe.batchSize = 3
    recipe.averageHalfLife = 0
    recipe.augmentation = .none
    recipe.own.reset("sketch-size")
    change(&recipe)
    return recipe
  }

  /// As many random images as an iteration takes, with labels if there are classes; the same for the same index.
  public func randomBatch(_ index: Int) -> ImageBatch {
    let random = RandomStream(seed: UInt64(index), purpose: "images")
    let pixels = (0..<imagesPerIteration * image.byteCount).map { _ in
      UInt8(truncatingIfNeeded: random.nextUInt32())
    }
    let classes = conditioning.classCount
    return ImageBatch(
      shape: image,
      count: imagesPerIteration,
      pixels: pixels,
      labels: classes == 0 ? nil : (0..<imagesPerIteration).map { $0 % classes }
    )
  }
}
