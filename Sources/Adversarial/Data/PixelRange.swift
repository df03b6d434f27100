public import Datasets
public import Imaging
import Preconditions
public import TensorCore

/// The numbers that stand for the brightness of pixels.
public enum PixelRange: String, CaseIterable, Codable, Sendable {
  /// 0 is dark, 1 bright.
  case unit
  /// −1 is dark, 1 bright.
  case symmetric

  /// The difference between bright and dark.
  public var span: Float { self == .unit ? 1 : 2 }

  /// A batch of bytes as numbers, `[N, H, W, C]`.
  public func tensor(_ batch: ImageBatch) -> Tensor {
    let shape: Shape = [
      batch.count, batch.shape.height, batch.shape.width, batch.shape.channels,
    ]
    return switch self {
    case .unit: Tensor(bytes: batch.pixels, shape: shape, scale: 1 / 255)
    case .symmetric: Tensor(bytes: batch.pixels, shape: shape, scale: 2 / 255, offset: -1)
    }
  }

  /// Numbers `[N, H, W, C]` as images, rounded to the nearest byte; what is no number is dark.
  ///
  /// - Precondition: There are 1 or 3 channels.
  public func images(_ tensor: Tensor) -> [Image] {
    require(tensor.rank == 4, "images: a tensor of shape \(tensor.shape)")
    let (scale, offset): (Float, Float) =
      switch self {
      case .unit: (255, 0)
      case .symmetric: (127.5, 127.5)
      }
    let bytes = tensor.scalars.map { value in
      // In this order, which of a NaN and a number returns the number.
      UInt8(min(max(0, value * scale + offset), 255).rounded())
    }
    let (height, width, channels) = (tensor.shape[1], tensor.shape[2], tensor.shape[3])
    let size = height * width * channels
    return (0..<tensor.shape[0]).map { index in
      Image(
        height: height,
        width: width,
        channels: channels,
        pixels: Array(bytes[(index * size)..<((index + 1) * size)])
      )
    }
  }
}
