internal import NeuralNetworks
internal import TensorCore

/// A discriminator that is shown images augmented, each time anew.
///
/// Gradients with respect to images, the penalties' too, are those of the images before they are augmented, as
/// in Karras et al. 2020, arXiv:2006.06676, figure 2b.
final class AugmentedDiscriminator: ClassifyingDiscriminator, Partwise {
  private let discriminator: any Discriminator
  private let augmentation: any Augmentation

  /// A discriminator behind an augmentation.
  init(_ discriminator: any Discriminator, behind augmentation: any Augmentation) {
    (self.discriminator, self.augmentation) = (discriminator, augmentation)
  }

  /// Whether the discriminator is: images are augmented one by one.
  var isPartwise: Bool { (discriminator as? any Partwise)?.isPartwise == true }

  func logits(of images: Tensor, _ condition: Condition) -> DiscriminatorLogits {
    discriminator.logits(of: Examples(augmentation(images), condition))
  }

  func features(of images: Tensor, _ condition: Condition) -> Tensor {
    discriminator.features(of: augmentation(images), condition)
  }

  var parametersByLayer: [[Parameter]] { discriminator.parametersByLayer }
}
