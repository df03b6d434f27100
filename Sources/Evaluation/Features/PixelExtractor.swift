internal import Archives
public import Datasets
internal import Imaging
import Preconditions
public import TensorCore

/// Pixels of downscaled images as features.
///
/// They serve data without labels, and the sliced Wasserstein distance. Images that look alike to people can
/// be far apart in pixels.
public struct PixelExtractor: FeatureExtractor {
  /// `pixels`.
  public let name = "pixels"
  /// The shape of the images: the data's, scaled down.
  public let imageShape: ImageShape

  /// Pixels of images of a shape, scaled down to at most `side` pixels on the longer side.
  ///
  /// - Precondition: `side` is positive.
  public init(for shape: ImageShape, side: Int = 16) {
    require(side > 0, "PixelExtractor: \(side) pixels per side")
    imageShape = shape.limited(toSide: side)
  }

  /// The name and shape: "pixels 16×16×1".
  public var hash: String { "\(name) \(imageShape)" }

  /// One for each channel of a pixel.
  public var featureSize: Int { imageShape.byteCount }

  /// The images' pixels, `[N, H · W · C]`.
  public func features(of images: Tensor) -> Tensor {
    images.reshaped(to: [images.shape[0], featureSize])
  }
}
