import COpenMP
import Synchronization

/// Caches a value per key, so that the primitive of a geometry is generated once for each number of threads.
///
/// oneDNN plans a primitive for the caller's number of threads, which determines the order of summation:
/// sharing one that was made for another number would change the last digits.
///
/// The number of different geometries in a process is small (a few dozen in training); if it exceeds `limit`
/// anyway, everything is dropped and made again on demand.
final class PrimitiveCache<Key: Hashable & Sendable, Value: AnyObject & Sendable>: Sendable {
  private struct Place: Hashable {
    let key: Key
    let threads: Int32
  }

  private let values = Mutex<[Place: Value]>([:])
  private let limit: Int

  init(limit: Int = 1024) { self.limit = limit }

  /// The value of a key for the calling thread's number of threads, created by `make` if there is none.
  func value(for key: Key, make: (Key) -> Value) -> Value {
    let place = Place(key: key, threads: omp_get_max_threads())
    if let value = values.withLock({ $0[place] }) { return value }
    let value = make(key)
    values.withLock {
      if $0.count >= limit { $0.removeAll() }
      $0[place] = value
    }
    return value
  }
}
