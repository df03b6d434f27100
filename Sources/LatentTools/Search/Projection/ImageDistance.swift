internal import Adversarial
internal import NeuralNetworks
internal import TensorCore

/// What tells how far a generated image is from a given one, as a loss.
public enum ImageDistance: String, CaseIterable, Sendable {
  /// The mean distance of pixels' values: forgives outliers.
  case l1
  /// The mean square of these distances: blurs rather than errs.
  case l2
  /// The mean squared distance of what the discriminator judges by, as a share of the given image's mean
  /// square: what is seen counts more than where.
  ///
  /// Source: Larsen et al. 2016, "Autoencoding beyond pixels using a learned similarity metric", equation 7.
  case features

  /// The loss of each of the images `[N, H, W, C]` against one `[1, H, W, C]`: `[N]`.
  ///
  /// `discriminator` is in the mode of the surroundings.
  ///
  /// - Precondition: There is a discriminator where its features are compared.
  func loss(
    against target: Tensor,
    in discriminator: (any FeatureLayer)?
  ) -> (_ images: Tensor) -> Tensor {
    switch self {
    case .l1: return { ($0 - target).absolute.mean(along: [1, 2, 3]) }
    case .l2: return { ($0 - target).squared.mean(along: [1, 2, 3]) }
    case .features:
      guard let discriminator else { preconditionFailure("ImageDistance: no discriminator") }
      let wanted = inference { discriminator.features(of: target) }
      let scale = max(wanted.squared.mean().scalar, .leastNormalMagnitude)
      return { (discriminator.features(of: $0) - wanted).squared.mean(along: [1]) / scale }
    }
  }
}
