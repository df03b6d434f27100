import Synchronization

/// Keeps what was made for a key, so that a geometry's primitive is generated once.
///
/// The number of different geometries in a process is small (a few dozen in training); should it
/// pass `limit` all the same, everything is dropped and made anew on demand.
final class PrimitiveCache<Key: Hashable & Sendable, Value: AnyObject & Sendable>: Sendable {
  private let values = Mutex<[Key: Value]>([:])
  private let limit: Int

  init(limit: Int = 1024) { self.limit = limit }

  /// The value of a key, made by `make` where there is none yet.
  func value(for key: Key, make: (Key) -> Value) -> Value {
    if let value = values.withLock({ $0[key] }) { return value }
    let value = make(key)
    values.withLock {
      if $0.count >= limit { $0.removeAll() }
      $0[key] = value
    }
    return value
  }
}
