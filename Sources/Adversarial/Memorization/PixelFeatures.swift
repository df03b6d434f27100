internal import Datasets
internal import Evaluation
internal import TensorCore

/// Pixels themselves, of pictures scaled down to at most 64 a side: what bounds memory, and what eyes compare.
struct PixelFeatures: FeatureExtractor {
  private static let longestSide = 64

  let imageShape: ImageShape

  /// The pixels of pictures of a shape.
  init(of shape: ImageShape) { imageShape = shape.limited(toSide: Self.longestSide) }

  var name: String { "pixels" }
  var hash: String { "pixels \(imageShape)" }
  var featureSize: Int { imageShape.byteCount }

  func features(of images: Tensor) -> Tensor { images.flattened }
}
