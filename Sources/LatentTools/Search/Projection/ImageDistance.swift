internal import Adversarial
internal import NeuralNetworks
internal import TensorCore

/// The distance between a sample and an image, as a loss.
public enum ImageDistance: String, CaseIterable, Sendable {
  /// The mean absolute error of pixels: robust to outliers.
  case l1
  /// The mean squared error of pixels: prefers blur to large errors.
  case l2
  /// The mean squared error of the discriminator's features, relative to the image's mean square: content
  /// counts more than position.
  ///
  /// Source: Larsen et al. 2016, "Autoencoding beyond pixels using a learned similarity metric", equation 7.
  case features

  /// The loss of samples relative to one image.
  ///
  /// - Parameters:
  ///   - target: The image, `[1, H, W, C]`.
  ///   - condition: The condition of the samples; the image is compared under each.
  ///   - discriminator: The discriminator whose features are compared, in the current mode.
  /// - Returns: Maps images `[N, H, W, C]` to the loss of each, `[N]`.
  /// - Precondition: There is a discriminator if its features are compared.
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
