internal import Synchronization
internal import TensorCore

/// What a storage knows of its value of the graph: it is held for as long as the storage is.
final class HeldValue: OwedValues {
  let value: GraphValue
  let engine: GraphEngine
  /// Whether the values came from the host: until they are on the device, they are in the storage alone.
  let isFromHost: Bool
  /// The values on the host, if they were fetched together with others.
  private let fetched = Mutex<Storage?>(nil)

  init(_ value: GraphValue, of engine: GraphEngine, isFromHost: Bool = false) {
    self.value = value
    self.engine = engine
    self.isFromHost = isFromHost
    value.retainByStorage()
  }

  deinit { value.releaseByStorage() }

  /// The device's copy is computed with even after the values were read.
  var staysKnown: Bool { true }

  /// The values on the host; everything that is alive is evaluated.
  func values() -> Storage {
    fetched.withLock { $0.take() } ?? engine.fetch([self])[0]
  }

  /// Keeps values that were fetched together with others.
  func keep(_ storage: Storage) { fetched.withLock { $0 = storage } }
}
