import Synchronization

/// Decoded images, kept up to a memory limit.
///
/// Nothing is ever evicted: shuffled epochs visit each image once, so all images are equally worth keeping,
/// and replacing them would only cost time.
final class DecodedCache: Sendable {
  private struct Contents {
    var freeBytes: Int
    var images: [Int: [UInt8]] = [:]
  }

  private let contents: Mutex<Contents>

  /// A cache of at most `byteLimit` bytes.
  init(byteLimit: Int) { contents = Mutex(Contents(freeBytes: byteLimit)) }

  /// The image `index`, if it is kept.
  subscript(index: Int) -> [UInt8]? { contents.withLock { $0.images[index] } }

  /// Keeps an image if there is room.
  func keep(_ image: [UInt8], at index: Int) {
    contents.withLock { contents in
      guard contents.images[index] == nil, image.count <= contents.freeBytes else { return }
      contents.freeBytes -= image.count
      contents.images[index] = image
    }
  }
}
