public import Datasets
internal import NeuralNetworks
public import Randomness
public import TensorCore

/// Turns latent vectors into images with strided transposed convolutions.
///
/// A linear layer makes the first feature map and each convolution doubles it: for 64×64 pixels 4, 8, 16, 32,
/// 64, the generator of the DCGAN paper; for 28×28 in the tutorial's style 2, 4, 7, 14, 28.
///
/// Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, figure 1, and the TensorFlow tutorial's
/// generator.
public final class StridedGenerator: UnconditionalGenerator {
  let project: Linear
  let norms: [BatchNorm]
  let upsample: [ConvTranspose2D]
  let ladder: SizeLadder

  /// A generator with freshly drawn weights.
  ///
  /// - Parameters:
  ///   - latentSize: The length of a latent vector.
  ///   - channels: The width of the last hidden feature map; those before it are two, four and eight times as
  ///     wide.
  ///   - image: The shape of the images, at least 8×8 pixels; 16×16 in the tutorial's style.
  ///   - style: The paper's or the tutorial's style.
  ///   - random: The stream that weights are drawn from.
  /// - Precondition: All sizes are positive.
  public init(
    latentSize: Int,
    channels: Int,
    image: ImageShape = .mnist,
    style: StridedStyle = .tutorial,
    using random: RandomStream
  ) {
    let ladder = SizeLadder(stridedOf: image, style)
    let weights = Initializer.normal(style.weightDeviation)
    let widths = Array(ladder.stridedWidths(from: channels).reversed())
    project = Linear(
      latentSize,
      ladder.first.pixelCount * widths[0],
      weights: weights,
      using: random
    )
    norms = widths.map(style.norm)
    upsample = zip(ladder.sizes.dropFirst(), zip(widths, widths.dropFirst() + [image.channels]))
      .map { size, widths in
        ConvTranspose2D(
          widths.0,
          widths.1,
          kernel: 5,
          ConvolutionSettings(stride: 2, padding: .same),
          outputSize: (size.height, size.width),
          hasBias: false,
          weights: weights,
          using: random
        )
      }
    self.ladder = ladder
  }

  /// Maps `[N, latentSize]` to `[N, H, W, C]`, with values in (−1, 1).
  public func callAsFunction(_ z: Tensor) -> Tensor {
    let (height, width) = (ladder.first.height, ladder.first.width)
    var h = project(z).reshaped(to: [z.shape[0], height, width, -1])
    for (norm, up) in zip(norms, upsample) { h = up(relu(norm(h))) }
    return tanh(h)
  }
}
