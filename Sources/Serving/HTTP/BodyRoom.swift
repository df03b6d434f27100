internal import Synchronization

/// The memory that the bodies of all requests together may take while they are read and answered.
final class BodyRoom: Sendable {
  private let most: Int
  private let taken = Mutex(0)

  /// Room for so many bytes.
  init(most: Int) { self.most = most }

  /// Takes so many bytes of it, unless there are not as many left.
  func take(_ count: Int) -> Bool {
    taken.withLock { taken in
      guard count <= most - taken else { return false }
      taken += count
      return true
    }
  }

  /// Gives bytes back.
  func give(_ count: Int) { taken.withLock { $0 -= count } }

  /// The bytes that are taken.
  var bytesTaken: Int { taken.withLock { $0 } }
}
