public import Datasets
public import NeuralNetworks
public import Randomness
public import TensorCore

/// Tells real images from generated ones by convolutions with a stride, each of which halves the image.
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
  ///   - channels: The width of the first convolution; the next are twice, four and eight times as wide.
  ///   - image: The images to tell apart, of at least 8×8 pixels; in the tutorial's style of 16×16.
  ///   - style: What is done as in the tutorial or in the paper.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive.
  public init(
    channels: Int,
    image: ImageShape = .mnist,
    style: StridedStyle = .tutorial,
    using random: RandomStream
  ) {
    let ladder = SizeLadder(stridedOf: image, style)
    let weights = Initializer.normal(style.weightDeviation)
    let widths = ladder.stridedWidths(from: channels)
    convolutions = zip([image.channels] + widths, widths).map {
      Conv2D(
        $0,
        $1,
        kernel: 5,
        ConvolutionSettings(stride: 2, padding: .same),
        weights: weights,
        using: random
      )
    }
    norms = widths.dropFirst().map(style.norm)
    let units = ladder.first.pixelCount * (widths.last ?? channels)
    toLogit = Linear(units, 1, weights: weights, using: random)
    slope = style.slope
  }

  /// Maps images `[N, H, W, C]` in [−1, 1] to logits `[N, 1]`, positive for real ones.
  public func callAsFunction(_ images: Tensor) -> Tensor { toLogit(features(of: images)) }

  /// Maps images to the last convolution's result, `[N, features]`.
  public func features(of images: Tensor) -> Tensor {
    var h = leakyReLU(convolutions[0](images), slope: slope)
    for (convolve, norm) in zip(convolutions.dropFirst(), norms) {
      h = leakyReLU(norm(convolve(h)), slope: slope)
    }
    return h.flattened
  }
}
