public import Datasets
internal import NeuralNetworks
public import TensorCore

/// Turns images into vectors whose distances tell more than those of pixels.
public protocol FeatureExtractor {
  /// What it is, for people: "classifier of fashion-mnist".
  var name: String { get }
  /// Changes with anything that changes the features: SHA-256 of weights or settings, in hexadecimal digits.
  var hash: String { get }
  /// The shape of the images that it takes; others have to be adapted to it.
  var imageShape: ImageShape { get }
  /// The number of features of an image.
  var featureSize: Int { get }

  /// Maps images `[N, H, W, C]` with values in 0...1 to features `[N, featureSize]`, differentiably.
  ///
  /// - Precondition: The images are of `imageShape`.
  func features(of images: Tensor) -> Tensor
}

extension FeatureExtractor {
  /// The features of a batch of images, `[count, featureSize]`, in inference mode and off the tape.
  ///
  /// - Precondition: The images are of `imageShape`.
  public func features(of batch: ImageBatch) -> FeatureMatrix {
    FeatureMatrix(inference { features(of: batch.unitTensor) })
  }
}

extension ImageBatch {
  /// The images as numbers in 0...1, `[N, H, W, C]`.
  var unitTensor: Tensor {
    Tensor(
      bytes: pixels,
      shape: [count, shape.height, shape.width, shape.channels],
      scale: 1 / 255
    )
  }
}
