internal import Adversarial
internal import Datasets
internal import Imaging
internal import Recipes
internal import TensorCore

extension Recipe {
  /// How the images of its dataset are fitted to its shape.
  var fittingRules: FittingRules { FittingRules(crop: crop, resize: resize) }

  /// The image with the given values, `[H, W, C]` in the recipe's range.
  func image(of values: [Float]) -> Image {
    pixelRange.images(Tensor(values, shape: [1, image.height, image.width, image.channels]))[0]
  }
}
