public import NeuralNetworks
public import Randomness
public import TensorCore

/// Tells real images of 28×28 pixels from generated ones by convolutions with a stride: 14, 7, 4, 2.
///
/// Source: the TensorFlow tutorial's discriminator, after Radford, Metz and Chintala 2015.
public final class StridedDiscriminator: Layer {
  let convolutions: [Conv2D]
  let norms: [BatchNorm]
  let toLogit: Linear

  /// A discriminator with weights drawn from N(0, 0.04) and biases of 0.
  ///
  /// - Parameters:
  ///   - channels: The width of the first convolution; the last is eight times as wide.
  ///   - imageChannels: 1 for grey, 3 for colour.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive.
  public init(channels: Int, imageChannels: Int = 1, using random: RandomStream) {
    let weights = Initializer.normal(0.04)
    let widths = [imageChannels] + [1, 2, 4, 8].map { channels * $0 }
    convolutions = zip(widths, widths.dropFirst()).map {
      Conv2D(
        $0,
        $1,
        kernel: 5,
        ConvolutionSettings(stride: 2, padding: .same),
        weights: weights,
        using: random
      )
    }
    norms = widths.dropFirst(2).map {
      BatchNorm($0, epsilon: 1e-3, decay: 0.99, variance: .biased)
    }
    toLogit = Linear(2 * 2 * 8 * channels, 1, weights: weights, using: random)
  }

  /// Maps images `[N, 28, 28, imageChannels]` in [−1, 1] to logits `[N, 1]`, positive for real ones.
  public func callAsFunction(_ images: Tensor) -> Tensor {
    var h = relu(convolutions[0](images))
    for (convolve, norm) in zip(convolutions.dropFirst(), norms) { h = relu(norm(convolve(h))) }
    return toLogit(h.flattened)
  }
}
