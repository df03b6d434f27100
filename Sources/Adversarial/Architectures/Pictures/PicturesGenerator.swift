public import NeuralNetworks
public import Randomness
public import TensorCore

/// Turns latent vectors into images by doubling a small image again and again, with a convolution after each
/// doubling.
///
/// ```text
/// z → [h, w, k₀], batch norm, ReLU → (doubled, 3×3 convolution, batch norm, ReLU) × n → 3×3 convolution, tanh
/// ```
///
/// Pixels are repeated rather than spread by a transposed convolution, which leaves no checkerboard.
///
/// Source: Odena, Dumoulin and Olah 2016, "Deconvolution and Checkerboard Artifacts"; the rest is DCGAN's.
/// docs/few-pictures.md has the experiments.
public final class PicturesGenerator: UnconditionalGenerator {
  let project: Linear
  let norms: [BatchNorm]
  let convolutions: [Conv2D]
  let toImage: Conv2D
  private let first: SizeLadder.Size

  /// A generator with weights from N(0, 0.02) and biases of 0.
  ///
  /// - Parameters:
  ///   - latentSize: The length of a latent vector.
  ///   - shape: Sizes and widths of the images on their way.
  ///   - random: Where the weights come from.
  /// - Precondition: `latentSize` is positive.
  public init(latentSize: Int, shape: PicturesShape, using random: RandomStream) {
    let widths = shape.generatorWidths
    let same = ConvolutionSettings(padding: 1)
    first = shape.ladder.first
    project = Linear(
      latentSize,
      first.pixelCount * widths[0],
      weights: PicturesShape.weights,
      using: random
    )
    norms = widths.map { BatchNorm($0) }
    convolutions = zip(widths, widths.dropFirst()).map {
      Conv2D($0, $1, kernel: 3, same, weights: PicturesShape.weights, using: random)
    }
    toImage = Conv2D(
      widths[widths.count - 1],
      shape.image.channels,
      kernel: 3,
      same,
      weights: PicturesShape.weights,
      using: random
    )
  }

  /// Maps `[N, latentSize]` to images `[N, H, W, C]` in [−1, 1].
  public func callAsFunction(_ z: Tensor) -> Tensor {
    var h = relu(norms[0](project(z).reshaped(to: [z.shape[0], first.height, first.width, -1])))
    for (convolve, norm) in zip(convolutions, norms.dropFirst()) {
      h = relu(norm(convolve(upsampleNearest(h))))
    }
    return tanh(toImage(h))
  }
}
