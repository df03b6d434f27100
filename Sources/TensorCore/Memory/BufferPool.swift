import Foundation
import Preconditions
import Synchronization

/// Keeps released blocks of memory for the next tensor of about the same size.
///
/// Training asks for the same sizes again and again; giving large blocks back to the system each
/// time would cost a page fault for every 4 KiB of them. What the pool holds is bounded by `limit`:
/// when it is full, what has gone unused longest goes back to the system.
public final class BufferPool: Sendable {
  /// A GiB, the limit unless another is given.
  public static let defaultLimit = 1 << 30

  /// A block that nobody uses, with the moment when it was given back.
  private struct Block {
    let address: UnsafeMutableRawPointer
    let moment: Int
  }

  private struct State {
    /// Blocks by their size; those of a size in the order in which they were given back, as the last one is
    /// taken first.
    var free: [Int: [Block]] = [:]
    var held = 0
    var inUse = 0
    var limit: Int
    /// Counts the blocks that were given back.
    var moment = 0
  }

  // `Mutex` asks for a sendable value; a block in the pool belongs to nobody else.
  private struct Protected: @unchecked Sendable { var state: State }
  private let protected: Mutex<Protected>

  /// An empty pool.
  ///
  /// - Parameter limit: The most bytes that it keeps for later.
  /// - Precondition: `limit` is not negative.
  public init(limit: Int = defaultLimit) {
    require(limit >= 0, "BufferPool: a limit of \(limit) bytes")
    protected = Mutex(Protected(state: State(limit: limit)))
  }

  deinit { trim() }

  /// The most bytes that the pool keeps for later; lowering it frees what is above.
  ///
  /// - Precondition: Set to no negative number.
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

  /// The bytes kept for later.
  public var heldByteCount: Int { protected.withLock { $0.state.held } }

  /// The bytes that living tensors use.
  public var usedByteCount: Int { protected.withLock { $0.state.inUse } }

  /// Gives all that is kept back to the system.
  public func trim() { protected.withLock { Self.release(downTo: 0, &$0.state) } }

  /// A block of at least `byteCount` bytes and its size, a multiple of 64; 64-byte aligned.
  func take(_ byteCount: Int) -> (address: UnsafeMutableRawPointer, capacity: Int) {
    let capacity = Self.capacity(for: byteCount)
    let kept = protected.withLock { protected -> SendableAddress in
      protected.state.inUse += capacity
      guard let block = protected.state.free[capacity]?.popLast() else {
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

  /// What large blocks are aligned to: the size of the system's large pages.
  private static let largePage = 1 << 21

  /// Memory from the system, or `nil` if there is none.
  ///
  /// Large blocks ask for large pages: with pages of 4 KiB, kernels that stride through them miss the
  /// translations of addresses more often than the caches.
  private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer? {
    let isLarge = capacity >= largePage
    var block: UnsafeMutableRawPointer?
    guard posix_memalign(&block, isLarge ? largePage : 64, capacity) == 0 else { return nil }
    #if os(Linux)
    // Advice, which systems without large pages may ignore.
    if isLarge, let block { _ = madvise(block, capacity, MADV_HUGEPAGE) }
    #endif
    return block
  }

  /// Takes back a block that `take` gave.
  func give(_ address: UnsafeMutableRawPointer, capacity: Int) {
    let sendable = SendableAddress(address: address)
    protected.withLock { protected in
      guard let address = sendable.address else { return }
      protected.state.inUse -= capacity
      protected.state.moment += 1
      let block = Block(address: address, moment: protected.state.moment)
      protected.state.free[capacity, default: []].append(block)
      protected.state.held += capacity
      if protected.state.held > protected.state.limit {
        Self.release(downTo: protected.state.limit, &protected.state)
      }
    }
  }

  /// An address handed through the lock's closure: only one thread has it at a time.
  private struct SendableAddress: @unchecked Sendable {
    let address: UnsafeMutableRawPointer?
  }

  /// Sizes are rounded up to an eighth of their power of two, so that near sizes share blocks and
  /// at most an eighth is wasted.
  private static func capacity(for byteCount: Int) -> Int {
    let least = max(byteCount, 64)
    let magnitude = 1 << (Int.bitWidth - 1 - (least - 1).leadingZeroBitCount)
    let step = max(64, magnitude / 8)
    return (least + step - 1) / step * step
  }

  /// Gives blocks back to the system, those that have gone unused longest first, until so many bytes are left.
  private static func release(downTo limit: Int, _ state: inout State) {
    while state.held > limit {
      // A few dozen sizes: looking through them takes less time than the system's call.
      let oldest = state.free.min { left, right in
        left.value.first?.moment ?? .max < right.value.first?.moment ?? .max
      }
      guard let (capacity, blocks) = oldest, let block = blocks.first else { return }
      if blocks.count > 1 {
        state.free[capacity]?.removeFirst()
      } else {
        state.free[capacity] = nil
      }
      state.held -= capacity
      free(block.address)
    }
  }
}
