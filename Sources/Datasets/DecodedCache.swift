import Synchronization

/// Decoded images, kept until a bound of memory is reached.
///
/// Nothing is ever thrown out: shuffled epochs visit each image once, so that any image is as good to
/// keep as any other, and replacing them would only cost.
final class DecodedCache: Sendable {
  private struct Contents {
    var freeBytes: Int
    var images: [Int: [UInt8]] = [:]
  }

  private let contents: Mutex<Contents>

  /// A cache of at most `byteLimit` bytes.
  init(byteLimit: Int) { contents = Mutex(Contents(freeBytes: byteLimit)) }

  /// The image `index`, or `nil`.
  subscript(index: Int) -> [UInt8]? { contents.withLock { $0.images[index] } }

  /// Keeps an image where there is room.
  func keep(_ image: [UInt8], at index: Int) {
    contents.withLock { contents in
      guard contents.images[index] == nil, image.count <= contents.freeBytes else { return }
      contents.freeBytes -= image.count
      contents.images[index] = image
    }
  }
}
