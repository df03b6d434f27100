public import ExampleSupport
import NeuralNetworks
public import Randomness
public import TensorCore

/// A gated PixelCNN of binary images: the probability of an image is the product of those of its pixels, each
/// given all that come before it, row by row.
///
/// Source: van den Oord et al. 2016, "Conditional Image Generation with PixelCNN Decoders".
public final class PixelCNN: ImageModel {
  /// One: the pixels.
  public static let parts = ["pixels"]
  /// The rows of an image.
  public let height: Int
  /// The pixels of a row.
  public let width: Int
  private let layers: [GatedLayer]
  private let toHidden: Conv2D
  private let toLogit: Conv2D

  /// The rows above a pixel that the network sees.
  let reach: Int

  private static let (firstKernel, kernel) = (7, 3)

  /// A network of `depth` gated layers that are `channels` wide.
  public init(height: Int, width: Int, channels: Int, depth: Int, using random: RandomStream) {
    (self.height, self.width) = (height, width)
    layers = (0..<depth).map { index in
      GatedLayer(
        index == 0 ? 1 : channels,
        channels,
        kernel: index == 0 ? Self.firstKernel : Self.kernel,
        isFirst: index == 0,
        using: random
      )
    }
    toHidden = Conv2D(channels, channels, kernel: 1, using: random)
    toLogit = Conv2D(channels, 1, kernel: 1, using: random)
    reach = Self.firstKernel / 2 + (depth - 1) * (Self.kernel / 2)
  }

  /// The logit of each pixel given those before it; maps `[N, H, W, 1]` to the same shape, for all pixels at
  /// once, since all are known.
  public func logits(of images: Tensor) -> Tensor { logits(of: images, given: context(of: images)) }

  /// What each layer of the horizontal stack is told of the rows above: `[N, H, W, 2 · channels]` each.
  func context(of images: Tensor) -> [Tensor] {
    var v = images
    return layers.map { layer in
      let (features, context) = layer.down(v)
      v = features
      return context
    }
  }

  /// The logits of some rows, given what was said of those above.
  func logits(of rows: Tensor, given context: [Tensor]) -> Tensor {
    let h = zip(layers, context).reduce(rows) { h, next in next.0.along(h, given: next.1) }
    return toLogit(relu(toHidden(relu(h))))
  }

  /// −log p(x), exactly.
  public func nats(of images: Tensor, using random: RandomStream) -> [Tensor] {
    [-bernoulliLogLikelihood(logits: logits(of: images), of: images)]
  }
}
