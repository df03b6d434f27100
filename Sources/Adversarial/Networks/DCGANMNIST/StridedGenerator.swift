public import NeuralNetworks
public import Randomness
public import TensorCore

/// Turns latent vectors into images of 28×28 pixels by transposed convolutions: 2, 4, 7, 14, 28.
///
/// Source: the TensorFlow tutorial's generator, after Radford, Metz and Chintala 2015.
public final class StridedGenerator: Layer {
  /// Height and width of the first image.
  static let firstSize = 2

  let project: Linear
  let norms: [BatchNorm]
  let upsample: [ConvTranspose2D]
  private let channels: Int

  /// A generator with weights drawn from N(0, 0.04).
  ///
  /// - Parameters:
  ///   - latentSize: The length of a latent vector.
  ///   - channels: The width of the last hidden image; the first is eight times as wide.
  ///   - imageChannels: 1 for grey, 3 for colour.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive.
  public init(
    latentSize: Int,
    channels: Int,
    imageChannels: Int = 1,
    using random: RandomStream
  ) {
    let weights = Initializer.normal(0.04)
    let widths = [8, 4, 2, 1].map { channels * $0 }
    project = Linear(
      latentSize,
      Self.firstSize * Self.firstSize * widths[0],
      weights: weights,
      using: random
    )
    norms = widths.map { BatchNorm($0, epsilon: 1e-3, decay: 0.99, variance: .biased) }
    let sizes = [4, 7, 14, 28]
    upsample = zip(sizes, zip(widths, widths.dropFirst() + [imageChannels])).map { size, widths in
      ConvTranspose2D(
        widths.0,
        widths.1,
        kernel: 5,
        ConvolutionSettings(stride: 2, padding: .same),
        outputSize: (size, size),
        hasBias: false,
        weights: weights,
        using: random
      )
    }
    self.channels = channels
  }

  /// Maps `[N, latentSize]` to `[N, 28, 28, imageChannels]`, with values in (−1, 1).
  public func callAsFunction(_ z: Tensor) -> Tensor {
    let size = Self.firstSize
    var h = project(z).reshaped(to: [z.shape[0], size, size, 8 * channels] as Shape)
    for (norm, up) in zip(norms, upsample) { h = up(relu(norm(h))) }
    return tanh(h)
  }
}
