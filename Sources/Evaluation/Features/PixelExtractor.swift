internal import Archives
public import Datasets
internal import Imaging
import Preconditions
public import TensorCore

/// Pixels themselves as features, of images that are scaled down.
///
/// For data without labels, and for the sliced Wasserstein distance. What looks alike to people can be far
/// apart in pixels.
public struct PixelExtractor: FeatureExtractor {
  /// `pixels`.
  public let name = "pixels"
  /// The shape of the images: the data's, scaled down.
  public let imageShape: ImageShape

  /// The pixels of images of a shape, scaled down to `side` pixels of the longer side where they are larger.
  ///
  /// - Precondition: `side` is positive.
  public init(for shape: ImageShape, side: Int = 16) {
    require(side > 0, "PixelExtractor: \(side) pixels a side")
    imageShape = shape.limited(toSide: side)
  }

  /// Which pixels: "pixels 16×16×1".
  public var hash: String { "\(name) \(imageShape)" }

  /// One for each channel of a pixel.
  public var featureSize: Int { imageShape.byteCount }

  /// The images' pixels, `[N, H · W · C]`.
  public func features(of images: Tensor) -> Tensor {
    images.reshaped(to: [images.shape[0], featureSize])
  }
}
