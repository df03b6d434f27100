import LatentTools
import Recipes

extension GAN {
  /// A picture that the generator makes, as if it came from elsewhere.
  func target(seed: UInt64 = 7) -> TargetPicture {
    TargetPicture(name: "generated", image: sampler.grid(rows: 1, columns: 1, seed: seed))
  }
}
