internal import Archives
internal import Recipes

/// What searches found, as numbers.
///
/// The first ones are as `forger generate --arrays` has them:
///
/// | name | what |
/// |---|---|
/// | `z` | latent vectors, `[N, latentSize]`, float32 |
/// | `image` | images, `[N, H, W, C]`, float32 in the recipe's range |
/// | `label` | classes, `[N]`, int64, of a generator of classes |
/// | `loss` | what the search made small, `[N]`, float64 |
/// | `l1`, `mse` | mean distance from the given image, and its square, `[N]`, float64; in holes, if there are some |
enum SearchArrays {
  /// The arrays of at least one search.
  static func arrays(of found: [ReconstructedImage], for recipe: Recipe) -> NamedArrays {
    var arrays = SampleArrays.arrays(
      z: found.flatMap(\.z),
      condition: found.condition,
      images: found.flatMap(\.values),
      count: found.count,
      for: recipe
    )
    let figures: [(String, (ReconstructedImage) -> Double)] = [
      ("loss", \.loss), ("l1", \.error.meanAbsolute), ("mse", \.error.meanSquare),
    ]
    for (name, figure) in figures {
      arrays[name] = NumpyArray(shape: [found.count], elements: .float64(found.map(figure)))
    }
    return arrays
  }
}
