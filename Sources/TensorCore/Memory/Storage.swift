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
  /// Where the block came from and goes back to, whatever context is current then.
  private let pool: BufferPool

  /// Room for `count` values, not initialised, from the current context's pool.
  package init(count: Int) {
    pool = Context.current.bufferPool
    let (address, capacity) = pool.take(count * MemoryLayout<Float>.stride)
    base = address.bindMemory(
      to: Float.self,
      capacity: capacity / MemoryLayout<Float>.stride
    )
    self.count = count
    self.capacity = capacity
  }

  /// Brings the values to memory, where they are not there yet.
  public func evaluate() {}

  deinit { pool.give(UnsafeMutableRawPointer(base), capacity: capacity) }

  /// The values.
  package var values: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }
}
