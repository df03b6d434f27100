import Adversarial
public import Datasets
public import Recipes
import TensorCore
import TestSupport

extension Recipe {
  /// The default recipe in the smallest size, whose iterations take milliseconds.
  public static var small: Recipe {
    var recipe = Recipe.dcganCIFAR10
    recipe.channels = 8
    recipe.latent.size = 4
    recipe.batchSize = 4
    return recipe
  }
}

extension ImageBatch {
  /// Bright squares on dark ground, each of another color and place.
  public static func squares(_ count: Int, seed: UInt64 = 0) -> ImageBatch {
    let shape = Recipe.small.image
    let random = Tensor.sample([count, 5], from: 0, to: 1, seed: seed).scalars
    var pixels = [UInt8](repeating: 16, count: count * shape.byteCount)
    for image in 0..<count {
      let numbers = random[(image * 5)..<(image * 5 + 5)].map { $0 }
      let (top, left) = (Int(numbers[0] * 16), Int(numbers[1] * 16))
      for row in top..<(top + 16) {
        for column in left..<(left + 16) {
          for channel in 0..<3 {
            let place = ((image * 32 + row) * 32 + column) * 3 + channel
            pixels[place] = UInt8(128 + numbers[2 + channel] * 127)
          }
        }
      }
    }
    return ImageBatch(shape: shape, count: count, pixels: pixels)
  }
}
