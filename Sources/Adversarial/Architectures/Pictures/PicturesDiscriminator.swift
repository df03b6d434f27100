public import NeuralNetworks
public import Randomness
public import TensorCore

/// Tells real images from generated ones by 4×4 convolutions with a stride of 2, each of which halves the image.
///
/// Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, with the kernels of PyTorch's example.
public final class PicturesDiscriminator: UnconditionalDiscriminator, Partwise {
  let convolutions: [Conv2D]
  let norms: [BatchNorm]
  let toLogit: Linear

  /// A discriminator with weights from N(0, 0.02) and biases of 0.
  ///
  /// - Parameters:
  ///   - shape: Sizes and widths of the images on their way.
  ///   - random: Where the weights come from.
  public init(shape: PicturesShape, using random: RandomStream) {
    let widths = shape.discriminatorWidths
    convolutions = zip([shape.image.channels] + widths, widths).map {
      Conv2D(
        $0,
        $1,
        kernel: 4,
        ConvolutionSettings(stride: 2, padding: 1),
        weights: PicturesShape.weights,
        using: random
      )
    }
    norms = widths.dropFirst().map { BatchNorm($0) }
    toLogit = Linear(
      shape.ladder.first.pixelCount * widths[widths.count - 1],
      1,
      weights: PicturesShape.weights,
      using: random
    )
  }

  /// Maps images `[N, H, W, C]` in [−1, 1] to logits `[N, 1]`, positive for real ones.
  public func callAsFunction(_ images: Tensor) -> Tensor { toLogit(features(of: images)) }

  /// Maps images to the last convolution's result, `[N, features]`.
  public func features(of images: Tensor) -> Tensor {
    var h = leakyReLU(convolutions[0](images), slope: 0.2)
    for (convolve, norm) in zip(convolutions.dropFirst(), norms) {
      h = leakyReLU(norm(convolve(h)), slope: 0.2)
    }
    return h.flattened
  }
}
