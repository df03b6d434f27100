import Adversarial
import ArgumentParser
import Datasets
import Imaging
import Recipes

/// What is done to the images before the networks see them.
struct PictureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Cut images of other proportions to their centre, or stretch them. (default: center)",
      valueName: "how"
    )
  )
  var crop: FittingRules.Crop?

  @Option(
    help: ArgumentHelp(
      "Resize by averages of areas, or sharper by Lanczos' filter. (default: area)",
      valueName: "how"
    )
  )
  var resize: ResizingFilter?

  @Option(
    help: ArgumentHelp("Train on colour or on grey. (default: the recipe's)", valueName: "what")
  )
  var color: ImageColor?

  @Flag(
    inversion: .prefixedNo,
    help: "Mirror half of the images in each epoch. (default: --no-flip)"
  )
  var flip: Bool?

  @Option(
    help: ArgumentHelp(
      "Memory for decoded images of your own, in MiB; others are decoded anew. (default: 1024)",
      valueName: "n"
    )
  )
  var cache: Int?

  func validate() throws {
    if let cache, !(0...1 << 24).contains(cache) {
      throw ValidationError("--cache is \(cache); expected a number from 0 to \(1 << 24)")
    }
  }

  /// The most bytes of decoded images that are kept in memory.
  var cacheBytes: Int { cache.map { $0 << 20 } ?? ImageCollection.defaultCacheBytes }

  /// Puts what was given into `overrides`.
  func apply(to overrides: inout RecipeOverrides) {
    overrides.crop = crop
    overrides.resize = resize
    overrides.color = color
    overrides.flip = flip
  }
}
