package import Adversarial
package import Archives
internal import Datasets

/// Latent vectors, classes and samples as arrays.
package enum SampleArrays {
  /// `z`, `[N, latentSize]`, `image`, `[N, H, W, C]` in the range of the recipe's generator, and `label`,
  /// `[N]`, if the generator is conditioned on classes.
  ///
  /// - Precondition: There are as many numbers as `count` of each have.
  package static func arrays(
    z: [Float],
    condition: Condition,
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
    if let labels = condition.labels {
      arrays["label"] = NumpyArray(shape: [count], elements: .int64(labels.map(Int64.init)))
    }
    return arrays
  }
}
