/// The memory behind a tensor: Float32 values, 64-byte aligned.
///
/// The block's size is a multiple of 64 bytes: kernels may read and write whole vectors of 16
/// values past the last one; what stands there means nothing.
public final class Storage: @unchecked Sendable {
  // Sendable: the values are written by the kernel that makes the storage, before anybody else
  // sees it, and later only by an owner that has made sure it is the only one.

  /// The first value.
  package let base: UnsafeMutablePointer<Float>
  /// The number of values.
  public let count: Int
  private let capacity: Int

  /// Room for `count` values, not initialised.
  package init(count: Int) {
    let (address, capacity) = BufferPool.shared.take(count * MemoryLayout<Float>.stride)
    base = address.bindMemory(
      to: Float.self,
      capacity: capacity / MemoryLayout<Float>.stride
    )
    self.count = count
    self.capacity = capacity
  }

  /// Brings the values to memory, where they are not there yet.
  public func evaluate() {}

  deinit { BufferPool.shared.give(UnsafeMutableRawPointer(base), capacity: capacity) }

  /// The values.
  package var values: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }
}
