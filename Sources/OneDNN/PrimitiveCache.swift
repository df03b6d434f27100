import COpenMP
import Synchronization

/// Keeps what was made for a key, so that a geometry's primitive is generated once for each number of threads.
///
/// oneDNN plans a primitive for the threads that the caller may use, and adds up in an order that follows from
/// them: whoever shared one made for another number would compute other last digits than alone.
///
/// The number of different geometries in a process is small (a few dozen in training); should it
/// pass `limit` all the same, everything is dropped and made anew on demand.
final class PrimitiveCache<Key: Hashable & Sendable, Value: AnyObject & Sendable>: Sendable {
  private struct Place: Hashable {
    let key: Key
    let threads: Int32
  }

  private let values = Mutex<[Place: Value]>([:])
  private let limit: Int

  init(limit: Int = 1024) { self.limit = limit }

  /// The value of a key for the calling thread's number of threads, made by `make` where there is none yet.
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
