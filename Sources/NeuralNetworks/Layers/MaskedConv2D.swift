import Preconditions
public import Randomness
public import TensorCore

/// A convolutional layer that sees only pixels which come earlier in reading order, row by row and from left
/// to right: what an autoregressive model of images is built of.
///
/// The taps of the kernel that would see more are zero, and stay so whatever is learned. Zeros around the
/// images keep their size.
///
/// Source: van den Oord, Kalchbrenner and Kavukcuoglu 2016, "Pixel Recurrent Neural Networks", section 3.4; rows
/// as in van den Oord et al. 2016, "Conditional Image Generation with PixelCNN Decoders", section 2.2.
public final class MaskedConv2D: WeightedLayer, Partwise {
  /// What the kernel sees of the pixels around its center.
  public enum Mask: Hashable, Sendable {
    /// The pixels before the center, and the center itself where the input is itself made of earlier pixels.
    case pixels(includingCenter: Bool)
    /// The rows above the center, and its own row where the input is itself made of rows above.
    case rows(includingCenter: Bool)
  }

  /// `[kernelH, kernelW, inputChannels, outputChannels]`; drawn as zero where it is masked.
  public let weight: Parameter
  /// `[outputChannels]`, if the layer has one.
  public let bias: Parameter?
  /// Ones and zeros in the shape of the weight.
  private let mask: Tensor
  private let settings: ConvolutionSettings

  /// A layer with freshly drawn weights; their fans count the taps that are not masked.
  ///
  /// - Precondition: All sizes are positive, the kernel's are odd, and the mask leaves a tap.
  public init(
    _ inputChannels: Int,
    _ outputChannels: Int,
    kernel: (Int, Int),
    seeing mask: Mask,
    hasBias: Bool = true,
    weights: Initializer = .pyTorchDefault,
    biases: Initializer = .zeros,
    using random: RandomStream
  ) {
    require(
      inputChannels > 0 && outputChannels > 0 && kernel.0 > 0 && kernel.1 > 0
        && kernel.0 % 2 == 1 && kernel.1 % 2 == 1,
      "MaskedConv2D: \(inputChannels) to \(outputChannels) channels with a kernel of \(kernel)"
    )
    let taps = (0..<kernel.0 * kernel.1).map { tap in
      mask.sees(row: tap / kernel.1 - kernel.0 / 2, column: tap % kernel.1 - kernel.1 / 2)
    }
    let count = taps.count { $0 }
    require(count > 0, "MaskedConv2D: a kernel of \(kernel) that sees no pixel")
    let shape: Shape = [kernel.0, kernel.1, inputChannels, outputChannels]
    self.mask = Tensor(taps.map { $0 ? 1 : 0 }, shape: [kernel.0, kernel.1, 1, 1])
      .broadcast(to: shape)
    let fans = Initializer.Fans(input: count * inputChannels, output: count * outputChannels)
    weight = Parameter(weights(shape, fans: fans, using: random) * self.mask)
    bias = hasBias ? Parameter(biases([outputChannels], fans: fans, using: random)) : nil
    settings = ConvolutionSettings(
      stride: (1, 1),
      padding: .symmetric(kernel.0 / 2, kernel.1 / 2)
    )
  }

  /// Maps `[N, H, W, inputChannels]` to `[N, H, W, outputChannels]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let mask = mask
    return conv2D(x, derived(from: weight) { $0[0] * mask }, bias: bias?.value, settings)
  }

  /// Maps `[N, H, W, inputChannels]` to `[N, H, W, outputChannels]`, with a weight of the same shape as the
  /// layer's, of which masked taps do not count.
  public func callAsFunction(_ x: Tensor, weight: Tensor) -> Tensor {
    conv2D(x, weight * mask, bias: bias?.value, settings)
  }
}

extension MaskedConv2D.Mask {
  /// Whether the tap at a place relative to the center sees anything.
  fileprivate func sees(row: Int, column: Int) -> Bool {
    switch self {
    case .pixels(let includingCenter):
      row < 0 || (row == 0 && (column < 0 || (column == 0 && includingCenter)))
    case .rows(let includingCenter):
      row < 0 || (row == 0 && includingCenter)
    }
  }
}
