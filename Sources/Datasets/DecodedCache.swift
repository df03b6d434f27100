import Dispatch

/// Decoded images, kept up to a memory limit.
///
/// Nothing is ever evicted: shuffled epochs visit each image once, so all images are equally worth keeping,
/// and replacing them would only cost time.
///
/// `@unchecked Sendable`: all state is accessed on the serial queue only.
final class DecodedCache: @unchecked Sendable {
  private let queue = DispatchQueue(label: "Forger decoded images")
  private var freeBytes: Int
  private var images: [Int: [UInt8]] = [:]

  /// A cache of at most `byteLimit` bytes.
  init(byteLimit: Int) { freeBytes = byteLimit }

  /// The image `index`, if it is kept.
  subscript(index: Int) -> [UInt8]? {
    queue.sync { images[index] }
  }

  /// Keeps an image if there is room.
  func keep(_ image: [UInt8], at index: Int) {
    queue.sync {
      guard images[index] == nil, image.count <= freeBytes else { return }
      freeBytes -= image.count
      images[index] = image
    }
  }
}
