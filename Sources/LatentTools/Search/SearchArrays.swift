internal import Archives
internal import Recipes

/// The results of searches as arrays.
///
/// The first ones are as in `forger generate --arrays`:
///
/// | name | what |
/// |---|---|
/// | `z` | latent vectors, `[N, latentSize]`, float32 |
/// | `image` | images, `[N, H, W, C]`, float32 in the recipe's range |
/// | `label` | classes, `[N]`, int64, if the generator is conditioned on classes |
/// | `loss` | the minimized loss, `[N]`, float64 |
/// | `l1`, `mse` | mean absolute and mean squared error, `[N]`, float64; in the holes, if there are any |
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
