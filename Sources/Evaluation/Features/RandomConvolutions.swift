public import Datasets
internal import NeuralNetworks
import Preconditions
internal import Randomness
public import TensorCore

/// Features of convolutions whose weights are random numbers of a fixed seed, for data without labels.
///
/// Three convolutions of 4×4 in steps of 2, to 32, 64 and 64 channels, with leaky rectifiers of slope 0.2.
/// The features are the means of all pixels after the first and the second, and those of the four quarters after the
/// third: 352 numbers about edges, textures and where they are. No training, so that the same features can be
/// had everywhere; they know nothing of what the pictures show.
public final class RandomConvolutions: FeatureExtractor {
  /// `random convolutions`.
  public let name = "random convolutions"
  /// The shape of the images: the data's, scaled down to at most 64 pixels a side.
  public let imageShape: ImageShape
  /// The number of features of an image.
  public let featureSize: Int
  private let layers: [Conv2D]
  private static let widths = [32, 64, 64]

  /// Features of images of a shape.
  ///
  /// - Precondition: The images have at least 16 pixels a side.
  public init(for shape: ImageShape) {
    let shape = shape.limited(toSide: 64)
    require(min(shape.height, shape.width) >= 16, "RandomConvolutions: images of \(shape)")
    imageShape = shape
    let random = RandomStream(seed: 0, purpose: "random features")
    layers = zip([shape.channels] + Self.widths, Self.widths).map { inputs, outputs in
      Conv2D(
        inputs,
        outputs,
        kernel: 4,
        ConvolutionSettings(stride: 2, padding: 1),
        weights: .heNormal,
        using: random
      )
    }
    featureSize = Self.widths[0] + Self.widths[1] + 4 * Self.widths[2]
  }

  /// The version of the features and the shape, which the weights follow from.
  public var hash: String { "random convolutions 1 \(imageShape)" }

  /// Maps images `[N, H, W, C]` with values in 0...1 to features `[N, 352]`.
  public func features(of images: Tensor) -> Tensor {
    var hidden = images * 2 - 1
    var features: [Tensor] = []
    for (index, layer) in layers.enumerated() {
      hidden = leakyReLU(layer(hidden), slope: 0.2)
      guard index == layers.count - 1 else {
        features.append(hidden.mean(along: [1, 2]))
        continue
      }
      let quarters = averagePool2D(hidden, kernel: (hidden.shape[1] / 2, hidden.shape[2] / 2))
      let corners = quarters.slice(0..<2, along: 1).slice(0..<2, along: 2)
      features.append(corners.reshaped(to: [hidden.shape[0], -1]))
    }
    return concatenate(features, along: 1)
  }
}
