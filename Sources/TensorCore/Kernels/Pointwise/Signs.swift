/// Which values leaky ReLU let pass as they are: one bit each.
///
/// All that the way back needs of them, in a thirty-second of their memory.
final class Signs: Sendable {
  /// Bytes, of which bit i % 8 of byte i / 8 belongs to value i; whole vectors of 16 bytes.
  private let storage: Storage

  /// Room for the bits of `count` values, not initialised.
  init(count: Int) { storage = Storage(count: (count + 31) / 32) }

  /// The bytes that hold the bits of the values from `index` on.
  ///
  /// - Precondition: `index` is a multiple of 8.
  func bytes(from index: Int) -> UnsafeMutablePointer<UInt8> {
    UnsafeMutableRawPointer(storage.base).assumingMemoryBound(to: UInt8.self) + index / 8
  }
}
