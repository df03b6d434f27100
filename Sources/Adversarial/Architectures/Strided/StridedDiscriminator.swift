public import Datasets
public import NeuralNetworks
public import Randomness
public import TensorCore

/// Tells real images from generated ones with strided convolutions, each of which halves the image.
///
/// Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 3, and the TensorFlow tutorial's
/// discriminator.
public final class StridedDiscriminator: UnconditionalDiscriminator, Partwise {
  let convolutions: [Conv2D]
  let norms: [BatchNorm]
  let toLogit: Linear
  private let slope: Float

  /// A discriminator with freshly drawn weights and biases of 0.
  ///
  /// - Parameters:
  ///   - channels: The width of the first convolution; the next are two, four and eight times as wide.
  ///   - image: The shape of the images, at least 8×8 pixels; 16×16 in the tutorial's style.
  ///   - style: The paper's or the tutorial's style.
  ///   - random: The stream that weights are drawn from.
  /// - Precondition: All sizes are positive.
  public init(
    channels: Int,
    image: ImageShape = .mnist,
    style: StridedStyle = .tutorial,
    using random: RandomStream
  ) {
    let ladder = SizeLadder(stridedOf: image, style)
    let widths = ladder.stridedWidths(from: channels)
    convolutions = Self.downsampling(image, widths, style, using: random)
    norms = widths.dropFirst().map(style.norm)
    let units = ladder.first.pixelCount * (widths.last ?? channels)
    toLogit = Linear(units, 1, weights: .normal(style.weightDeviation), using: random)
    slope = style.slope
  }

  /// The convolutions that halve images.
  static func downsampling(
    _ image: ImageShape,
    _ widths: [Int],
    _ style: StridedStyle,
    using random: RandomStream
  ) -> [Conv2D] {
    zip([image.channels] + widths, widths).map {
      Conv2D(
        $0,
        $1,
        kernel: 5,
        ConvolutionSettings(stride: 2, padding: .same),
        weights: .normal(style.weightDeviation),
        using: random
      )
    }
  }

  /// Maps images `[N, H, W, C]` in [−1, 1] to logits `[N, 1]`, positive for real ones.
  public func callAsFunction(_ images: Tensor) -> Tensor { toLogit(features(of: images)) }

  /// Maps images to the output of the last convolution, `[N, features]`.
  public func features(of images: Tensor) -> Tensor {
    Self.lastImage(of: images, convolutions, norms, slope: slope).flattened
  }

  /// Each convolution with the normalization after it, then the linear layer.
  public var parametersByLayer: [[Parameter]] {
    convolutions.parametersByLayer(normalizedBy: norms) + [toLogit.parameters]
  }

  /// The last convolution's result, `[N, h, w, width]`.
  static func lastImage(
    of images: Tensor,
    _ convolutions: [Conv2D],
    _ norms: [BatchNorm],
    slope: Float
  ) -> Tensor {
    var h = leakyReLU(convolutions[0](images), slope: slope)
    for (convolve, norm) in zip(convolutions.dropFirst(), norms) {
      h = leakyReLU(norm(convolve(h)), slope: slope)
    }
    return h
  }
}
