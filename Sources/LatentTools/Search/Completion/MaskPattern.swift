public import Datasets
import Preconditions
internal import Randomness

/// The masks that need no file.
public enum MaskPattern: String, CaseIterable, Sendable {
  /// The middle is missing: half of the rows and half of the columns.
  case center
  /// The left half is missing.
  case left
  /// Four fifths of the pixels are missing, here and there.
  case random
  /// Every fourth row and every fourth column is missing.
  case grid

  /// The mask for images of a shape.
  ///
  /// - Parameters:
  ///   - shape: The images' shape, of at least 4×4 pixels.
  ///   - seed: What chance follows from.
  /// - Returns: The mask.
  public func mask(for shape: ImageShape, seed: UInt64 = 0) -> CompletionMask {
    let (height, width) = (shape.height, shape.width)
    require(height >= 4 && width >= 4, "MaskPattern: images of \(shape)")
    let middle = (height / 4..<height - height / 4, width / 4..<width - width / 4)
    let isMissing: [Bool]
    switch self {
    case .random:
      let order = RandomStream(seed: seed, purpose: "mask").permutation(of: height * width)
      let missing = Set(order.prefix(height * width * 4 / 5))
      isMissing = (0..<height * width).map(missing.contains)
    default:
      isMissing = (0..<height * width).map { pixel in
        let (row, column) = (pixel / width, pixel % width)
        return switch self {
        case .left: column < width / 2
        case .grid: row % 4 == 3 || column % 4 == 3
        default: middle.0.contains(row) && middle.1.contains(column)
        }
      }
    }
    return CompletionMask(height: height, width: width, isMissing: isMissing)
  }
}
