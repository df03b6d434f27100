import Dispatch

/// Decoded images, kept until a bound of memory is reached.
///
/// Nothing is ever thrown out: shuffled epochs visit each image once, so that any image is as good to
/// keep as any other, and replacing them would only cost.
///
/// `@unchecked Sendable`: all state is touched on the serial queue only.
final class DecodedCache: @unchecked Sendable {
  private let queue = DispatchQueue(label: "Forger decoded images")
  private var freeBytes: Int
  private var images: [Int: [UInt8]] = [:]

  /// A cache of at most `byteLimit` bytes.
  init(byteLimit: Int) { freeBytes = byteLimit }

  /// The image `index`, or `nil`.
  subscript(index: Int) -> [UInt8]? {
    queue.sync { images[index] }
  }

  /// Keeps an image where there is room.
  func keep(_ image: [UInt8], at index: Int) {
    queue.sync {
      guard images[index] == nil, image.count <= freeBytes else { return }
      freeBytes -= image.count
      images[index] = image
    }
  }
}
