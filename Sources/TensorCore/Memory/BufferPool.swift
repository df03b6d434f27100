import Foundation
import Synchronization

/// Keeps released blocks of memory for the next tensor of about the same size.
///
/// Training asks for the same sizes again and again; giving large blocks back to the system each
/// time would cost a page fault for every 4 KiB of them. What the pool holds is bounded by `limit`.
public final class BufferPool: Sendable {
  /// The pool of all tensors.
  public static let shared = BufferPool(limit: 1 << 30)

  private struct State {
    var free: [Int: [UnsafeMutableRawPointer]] = [:]
    var held = 0
    var inUse = 0
    var limit: Int
  }

  // `Mutex` asks for a sendable value; a block in the pool belongs to nobody else.
  private struct Protected: @unchecked Sendable { var state: State }
  private let protected: Mutex<Protected>

  init(limit: Int) {
    protected = Mutex(Protected(state: State(limit: limit)))
  }

  /// The most bytes that the pool keeps for later; lowering it frees what is above.
  public var limit: Int {
    get { protected.withLock { $0.state.limit } }
    set {
      require(newValue >= 0, "BufferPool: a limit of \(newValue) bytes")
      protected.withLock {
        $0.state.limit = newValue
        if $0.state.held > newValue { Self.releaseAll(&$0.state) }
      }
    }
  }

  /// The bytes kept for later.
  public var heldByteCount: Int { protected.withLock { $0.state.held } }

  /// The bytes that living tensors use.
  public var usedByteCount: Int { protected.withLock { $0.state.inUse } }

  /// Gives all that is kept back to the system.
  public func trim() { protected.withLock { Self.releaseAll(&$0.state) } }

  /// A block of at least `byteCount` bytes and its size, a multiple of 64; 64-byte aligned.
  func take(_ byteCount: Int) -> (address: UnsafeMutableRawPointer, capacity: Int) {
    let capacity = Self.capacity(for: byteCount)
    let kept = protected.withLock { protected -> SendableAddress in
      protected.state.inUse += capacity
      guard let block = protected.state.free[capacity]?.popLast() else {
        return SendableAddress(address: nil)
      }
      protected.state.held -= capacity
      return SendableAddress(address: block)
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
  func give(_ block: UnsafeMutableRawPointer, capacity: Int) {
    let sendable = SendableAddress(address: block)
    let isKept = protected.withLock { protected -> Bool in
      protected.state.inUse -= capacity
      guard protected.state.held + capacity <= protected.state.limit, let block = sendable.address
      else { return false }
      protected.state.free[capacity, default: []].append(block)
      protected.state.held += capacity
      return true
    }
    if !isKept { free(block) }
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

  private static func releaseAll(_ state: inout State) {
    for block in state.free.values.joined() { free(block) }
    state.free = [:]
    state.held = 0
  }
}
