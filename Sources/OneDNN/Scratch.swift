import Synchronization

/// A 64-byte aligned block of memory that lives as long as its owner's scope.
struct Scratch: ~Copyable {
  private let block: ScratchPool.Block

  /// The start of the block.
  var address: UnsafeMutableRawPointer { block.address }

  /// A block of at least `byteCount` bytes.
  init(byteCount: Int) { block = ScratchPool.shared.take(byteCount) }

  deinit { ScratchPool.shared.give(block) }
}

/// Keeps a few blocks for the next primitive: allocating megabytes from the system on each call would cost a
/// page fault for every 4 KiB.
private final class ScratchPool: Sendable {
  /// A block and its size in bytes; only one owner has it at a time.
  struct Block: @unchecked Sendable {
    let address: UnsafeMutableRawPointer
    let byteCount: Int
  }

  static let shared = ScratchPool()

  private static let mostKept = 4
  private let kept = Mutex<[Block]>([])

  /// The smallest kept block that is large enough, or a new one.
  func take(_ byteCount: Int) -> Block {
    let found = kept.withLock { blocks -> Block? in
      let fitting = blocks.indices.filter { blocks[$0].byteCount >= byteCount }
      let smallest = fitting.min { blocks[$0].byteCount < blocks[$1].byteCount }
      return smallest.map { blocks.remove(at: $0) }
    }
    let size = max(byteCount, 64)
    return found
      ?? Block(address: .allocate(byteCount: size, alignment: 64), byteCount: size)
  }

  /// Keeps a block, or frees the smallest if there are enough.
  func give(_ block: Block) {
    let surplus = kept.withLock { blocks -> Block? in
      blocks.append(block)
      guard blocks.count > Self.mostKept else { return nil }
      return blocks.indices.min { blocks[$0].byteCount < blocks[$1].byteCount }
        .map { blocks.remove(at: $0) }
    }
    surplus?.address.deallocate()
  }
}
