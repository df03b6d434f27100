internal import Adversarial
internal import NeuralNetworks
internal import TensorCore

/// What tells how far a generated image is from a given one, as a loss.
public enum ImageDistance: String, CaseIterable, Sendable {
  /// The mean distance of pixels' values: forgives outliers.
  case l1
  /// The mean square of these distances: blurs rather than errs.
  case l2
  /// The mean squared distance of the discriminator's features, as a share of the given image's mean
  /// square: what is seen counts more than where.
  ///
  /// Source: Larsen et al. 2016, "Autoencoding beyond pixels using a learned similarity metric", equation 7.
  case features

  /// The loss of images against one.
  ///
  /// - Parameters:
  ///   - target: The one image, `[1, H, W, C]`.
  ///   - condition: What is said of the others; the one image is looked at with each.
  ///   - discriminator: Whose features are compared; in the mode of the surroundings.
  /// - Returns: Maps images `[N, H, W, C]` to the loss of each, `[N]`.
  /// - Precondition: There is a discriminator where its features are compared.
  func loss(
    against target: Tensor,
    _ condition: Condition,
    in discriminator: (any Discriminator)?
  ) -> (_ images: Tensor) -> Tensor {
    switch self {
    case .l1: return { ($0 - target).absolute.mean(along: [1, 2, 3]) }
    case .l2: return { ($0 - target).squared.mean(along: [1, 2, 3]) }
    case .features:
      guard let discriminator else { fatalError("ImageDistance: no discriminator") }
      let wanted = inference {
        let targets =
          condition.count.map { concatenate(Array(repeating: target, count: $0)) } ?? target
        return discriminator.features(of: targets, condition)
      }
      let scale = max(wanted.squared.mean().scalar, .leastNormalMagnitude)
      return { images in
        (discriminator.features(of: images, condition) - wanted).squared.mean(along: [1]) / scale
      }
    }
  }
}
