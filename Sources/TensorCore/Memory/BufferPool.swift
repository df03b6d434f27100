import Foundation
import Preconditions
import Synchronization

/// Keeps released blocks of memory for tensors of about the same size.
///
/// Training allocates the same sizes again and again; returning large blocks to the system each time would
/// cost a page fault for every 4 KiB. The pool keeps at most `limit` bytes: when it is full, the blocks
/// unused for longest are returned to the system.
public final class BufferPool: Sendable {
  /// The default limit: 1 GiB.
  public static let defaultLimit = 1 << 30

  /// An unused block, with its size and the time when it was released.
  private struct Block {
    let address: UnsafeMutableRawPointer
    let capacity: Int
    let moment: Int
  }

  private struct State {
    /// Blocks by the index of their size; those of one size in order of release, as the last one is reused
    /// first.
    var free = [[Block]](repeating: [], count: BufferPool.index(of: Int.max) + 1)
    var held = 0
    var inUse = 0
    var limit: Int
    /// Counts releases.
    var moment = 0
  }

  // `Mutex` requires a sendable value; a block in the pool belongs to nobody else.
  private struct Protected: @unchecked Sendable { var state: State }
  private let protected: Mutex<Protected>

  /// An empty pool.
  ///
  /// - Parameter limit: The most bytes that it keeps for reuse.
  /// - Precondition: `limit` is not negative.
  public init(limit: Int = defaultLimit) {
    require(limit >= 0, "BufferPool: a limit of \(limit) bytes")
    protected = Mutex(Protected(state: State(limit: limit)))
  }

  deinit { trim() }

  /// The most bytes that the pool keeps for reuse; lowering it frees the excess.
  ///
  /// - Precondition: The new value is not negative.
  public var limit: Int {
    get { protected.withLock { $0.state.limit } }
    set {
      require(newValue >= 0, "BufferPool: a limit of \(newValue) bytes")
      protected.withLock {
        $0.state.limit = newValue
        Self.release(downTo: newValue, &$0.state)
      }
    }
  }

  /// The bytes kept for reuse.
  public var heldByteCount: Int { protected.withLock { $0.state.held } }

  /// The bytes that living tensors use.
  public var usedByteCount: Int { protected.withLock { $0.state.inUse } }

  /// Returns all kept blocks to the system.
  public func trim() { protected.withLock { Self.release(downTo: 0, &$0.state) } }

  /// A block of at least `byteCount` bytes and its size, a multiple of 64; 64-byte aligned.
  func take(_ byteCount: Int) -> (address: UnsafeMutableRawPointer, capacity: Int) {
    let capacity = Self.capacity(for: byteCount)
    let index = Self.index(of: capacity)
    let kept = protected.withLock { protected -> SendableAddress in
      protected.state.inUse += capacity
      guard let block = protected.state.free[index].popLast() else {
        return SendableAddress(address: nil)
      }
      protected.state.held -= capacity
      return SendableAddress(address: block.address)
    }
    if let block = kept.address { return (block, capacity) }
    if let block = Self.allocate(capacity) { return (block, capacity) }
    trim()
    guard let block = Self.allocate(capacity) else {
      fatalError("out of memory: a tensor of \(byteCount) bytes was asked for")
    }
    return (block, capacity)
  }

  /// The alignment of large blocks: the size of the system's huge pages.
  private static let largePage = 1 << 21

  /// Memory from the system, or `nil` if there is none.
  ///
  /// Large blocks ask for huge pages: with pages of 4 KiB, kernels that stride through them miss the TLB more
  /// often than the caches.
  private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer? {
    let isLarge = capacity >= largePage
    var block: UnsafeMutableRawPointer?
    guard posix_memalign(&block, isLarge ? largePage : 64, capacity) == 0 else { return nil }
    #if os(Linux)
    // A hint, which systems without huge pages may ignore.
    if isLarge, let block { _ = madvise(block, capacity, MADV_HUGEPAGE) }
    #endif
    return block
  }

  /// Takes back a block from `take`.
  func give(_ address: UnsafeMutableRawPointer, capacity: Int) {
    let sendable = SendableAddress(address: address)
    protected.withLock { protected in
      guard let address = sendable.address else { return }
      protected.state.inUse -= capacity
      protected.state.moment += 1
      let block = Block(address: address, capacity: capacity, moment: protected.state.moment)
      protected.state.free[Self.index(of: capacity)].append(block)
      protected.state.held += capacity
      if protected.state.held > protected.state.limit {
        Self.release(downTo: protected.state.limit, &protected.state)
      }
    }
  }

  /// An address passed through the lock's closure; only one thread has it at a time.
  private struct SendableAddress: @unchecked Sendable {
    let address: UnsafeMutableRawPointer?
  }

  /// Sizes are rounded up to a multiple of an eighth of their power of two, so that similar sizes share
  /// blocks and at most an eighth is wasted.
  private static func capacity(for byteCount: Int) -> Int {
    let least = max(byteCount, 64)
    let magnitude = 1 << (Int.bitWidth - 1 - (least - 1).leadingZeroBitCount)
    let step = max(64, magnitude / 8)
    return (least + step - 1) / step * step
  }

  /// The number of a size among all sizes that `capacity(for:)` returns, in ascending order.
  private static func index(of capacity: Int) -> Int {
    let magnitude = Int.bitWidth - 1 - (capacity - 1).leadingZeroBitCount
    return magnitude * 8 + ((capacity - 1) >> max(6, magnitude - 3)) % 8
  }

  /// Returns blocks to the system, those unused for longest first, until at most `limit` bytes are left.
  private static func release(downTo limit: Int, _ state: inout State) {
    while state.held > limit {
      // There are some hundred sizes: searching them takes less time than the system call.
      let oldest = state.free.indices.min { left, right in
        state.free[left].first?.moment ?? .max < state.free[right].first?.moment ?? .max
      }
      guard let oldest, !state.free[oldest].isEmpty else { return }
      let block = state.free[oldest].removeFirst()
      state.held -= block.capacity
      free(block.address)
    }
  }
}
