import NeuralNetworks
import Randomness
import TensorCore

/// A layer of a gated PixelCNN: a vertical stack that sees the rows above, and a horizontal one that sees what
/// is to the left in the same row, and the vertical stack.
///
/// One stack of masked convolutions would have a blind spot: what is above, but further right than the kernels
/// reach row by row, would never be seen. The vertical stack sees all that is above.
///
/// Source: van den Oord et al. 2016, "Conditional Image Generation with PixelCNN Decoders", figure 2.
final class GatedLayer: Module {
  private let vertical: MaskedConv2D
  private let toHorizontal: Conv2D
  private let horizontal: MaskedConv2D
  private let mix: Conv2D
  private let isFirst: Bool

  /// A layer; the first one sees pixels, and so not the center, the others what earlier layers made.
  init(_ inputs: Int, _ channels: Int, kernel: Int, isFirst: Bool, using random: RandomStream) {
    vertical = MaskedConv2D(
      inputs,
      2 * channels,
      kernel: (kernel, kernel),
      seeing: .rows(includingCenter: !isFirst),
      using: random
    )
    toHorizontal = Conv2D(2 * channels, 2 * channels, kernel: 1, using: random)
    horizontal = MaskedConv2D(
      inputs,
      2 * channels,
      kernel: (1, kernel),
      seeing: .pixels(includingCenter: !isFirst),
      using: random
    )
    mix = Conv2D(channels, channels, kernel: 1, using: random)
    self.isFirst = isFirst
  }

  /// The vertical stack's next features, and what the horizontal one gets of them.
  func down(_ v: Tensor) -> (features: Tensor, context: Tensor) {
    let h = vertical(v)
    return (gated(h), toHorizontal(h))
  }

  /// The horizontal stack's next features, row by row independent of each other but for the context.
  func along(_ h: Tensor, given context: Tensor) -> Tensor {
    let new = mix(gated(horizontal(h) + context))
    return isFirst ? new : h + new
  }

  /// tanh of one half of the channels, as far as the other half lets it through.
  private func gated(_ x: Tensor) -> Tensor {
    let channels = x.shape[3] / 2
    return tanh(x.slice(0..<channels, along: 3))
      * sigmoid(x.slice(channels..<2 * channels, along: 3))
  }
}
