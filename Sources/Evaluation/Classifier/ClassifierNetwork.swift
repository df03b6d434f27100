internal import Datasets
internal import NeuralNetworks
internal import Randomness
internal import TensorCore

/// A small convolutional network that tells classes of images apart.
///
/// Three 3×3 convolutions with 32, 64 and 128 channels, each followed by batch normalization and ReLU, the
/// first two also by 2×2 max pooling; a linear layer to 128 features with ReLU; and a linear layer to the
/// logits of the classes.
final class ClassifierNetwork: Module {
  /// The version of the network; the cache keeps versions apart.
  ///
  /// Raise it with any change that gives other results for the same weights and images: layers, their sizes,
  /// the range of pixels.
  static let architecture = 1
  static let featureSize = 128
  private let convolutions: [Conv2D]
  private let norms: [BatchNorm]
  private let toFeatures: Linear
  private let dropout: Dropout
  private let toLogits: Linear

  init(for shape: ImageShape, classes: Int, weights random: RandomStream, noise: RandomStream) {
    let widths = [32, 64, 128]
    convolutions = zip([shape.channels] + widths, widths).map { inputs, outputs in
      Conv2D(
        inputs,
        outputs,
        kernel: 3,
        ConvolutionSettings(padding: 1),
        hasBias: false,
        weights: .heNormal,
        using: random
      )
    }
    norms = widths.map { BatchNorm($0) }
    let pixels = (shape.height / 4) * (shape.width / 4)
    toFeatures = Linear(pixels * widths[2], Self.featureSize, weights: .heNormal, using: random)
    dropout = Dropout(rate: 0.25, using: noise)
    toLogits = Linear(Self.featureSize, classes, weights: .glorotUniform, using: random)
  }

  /// Maps images `[N, H, W, C]` with values in 0...1 to features `[N, 128]`.
  func features(of images: Tensor) -> Tensor {
    var hidden = images * 2 - 1
    for (index, layer) in zip(convolutions, norms).enumerated() {
      hidden = relu(layer.1(layer.0(hidden)))
      if index < 2 { hidden = maxPool2D(hidden, kernel: (2, 2)) }
    }
    return relu(toFeatures(hidden.reshaped(to: [images.shape[0], -1])))
  }

  /// Maps features to logits `[N, classes]`.
  func logits(of features: Tensor) -> Tensor { toLogits(dropout(features)) }
}
