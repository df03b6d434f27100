public import Datasets
internal import NeuralNetworks
public import TensorCore

/// Maps images to vectors whose distances are more meaningful than those of pixels.
public protocol FeatureExtractor {
  /// Its name for people: "classifier of fashion-mnist".
  var name: String { get }
  /// SHA-256 of weights or settings in hexadecimal digits: changes whenever the features do.
  var hash: String { get }
  /// The shape of input images; others have to be adapted to it.
  var imageShape: ImageShape { get }
  /// The number of features per image.
  var featureSize: Int { get }

  /// Maps images `[N, H, W, C]` with values in 0...1 to features `[N, featureSize]`, differentiably.
  ///
  /// - Precondition: The images have the shape `imageShape`.
  func features(of images: Tensor) -> Tensor
}

extension FeatureExtractor {
  /// The features of a batch of images, `[count, featureSize]`, in inference mode and detached from the tape.
  ///
  /// - Precondition: The images have the shape `imageShape`.
  public func features(of batch: ImageBatch) -> FeatureMatrix {
    FeatureMatrix(inference { features(of: batch.unitTensor) })
  }
}

extension ImageBatch {
  /// The images with values in 0...1, `[N, H, W, C]`.
  var unitTensor: Tensor {
    Tensor(
      bytes: pixels,
      shape: [count, shape.height, shape.width, shape.channels],
      scale: 1 / 255
    )
  }
}
