internal import Adversarial
package import Archives
internal import Datasets

/// Latent vectors and images as numbers.
package enum SampleArrays {
  /// `z`, `[N, latentSize]`, and `image`, `[N, H, W, C]` in the range that the recipe's generator makes.
  ///
  /// - Precondition: There are as many numbers as `count` of each have.
  package static func arrays(
    z: [Float],
    images: [Float],
    count: Int,
    for recipe: Recipe
  ) -> NamedArrays {
    let image = recipe.image
    var arrays = NamedArrays()
    arrays["z"] = NumpyArray(shape: [count, recipe.latent.size], elements: .float32(z))
    arrays["image"] = NumpyArray(
      shape: [count, image.height, image.width, image.channels],
      elements: .float32(images)
    )
    return arrays
  }
}
