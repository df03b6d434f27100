import LatentTools
import Recipes

extension GAN {
  /// An image that the generator makes, as if it came from elsewhere.
  func target(seed: UInt64 = 7) -> TargetImage {
    TargetImage(name: "generated", image: sampler.grid(rows: 1, columns: 1, seed: seed))
  }
}
