internal import Adversarial
internal import Datasets

extension Recipe {
  /// The sizes that images pass through in the recipe's networks, if they are halved and doubled there.
  var ladder: SizeLadder? {
    switch name {
    case .dcganCIFAR10: SizeLadder(chainerOf: image)
    case .dcgan: SizeLadder(stridedOf: image, .paper)
    case .dcganMNIST: SizeLadder(stridedOf: image, .tutorial)
    default: nil
    }
  }
}
