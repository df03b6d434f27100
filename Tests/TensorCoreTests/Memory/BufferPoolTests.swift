import TensorCore
import TestSupport
import Testing

/// Each in a context of its own, whose pool sees no other test's tensors.
@Suite struct BufferPoolTests {
  /// Calls `body` with the empty pool that tensors made inside come from.
  private func withPool(limit: Int = BufferPool.defaultLimit, _ body: (BufferPool) -> Void) {
    let pool = BufferPool(limit: limit)
    Context(bufferPool: pool).run { body(pool) }
  }

  @Test func releasedBlocksAreKeptAndUsedAgain() {
    withPool { pool in
      var tensor: Tensor? = Tensor.zeros([1000])
      let address = tensor?.address
      #expect(pool.usedByteCount >= 4000 && pool.usedByteCount < 8000)
      #expect(pool.heldByteCount == 0)
      tensor = nil
      #expect(pool.usedByteCount == 0 && pool.heldByteCount >= 4000)
      tensor = Tensor.zeros([1010])
      #expect(tensor?.address == address, "a block of about the same size is taken again")
      #expect(pool.heldByteCount == 0)
    }
  }

  @Test func theBoundIsRespected() {
    withPool(limit: 1 << 20) { pool in
      for _ in 0..<3 {
        var tensors = (1...20).map { Tensor.zeros([$0 * 10_000]) }
        #expect(pool.heldByteCount <= 1 << 20)
        #expect(tensors.count == 20)
        tensors = []
        #expect(pool.heldByteCount <= 1 << 20 && pool.heldByteCount > 0)
      }
      pool.limit = 1000
      #expect(pool.heldByteCount == 0, "lowering the limit frees what is above")
      _ = Tensor.zeros([10_000])
      #expect(pool.heldByteCount == 0)
      pool.limit = 1 << 20
      _ = Tensor.zeros([10_000])
      #expect(pool.heldByteCount > 0)
      pool.trim()
      #expect(pool.heldByteCount == 0)
    }
  }

  /// Blocks of sizes that nobody asks for any more make room for those of training.
  @Test func aFullPoolGivesBackWhatHasGoneUnusedLongest() {
    let size = 16_384
    withPool(limit: 10 * 4 * size) { pool in
      // Eight blocks of another size, which nearly fill it.
      var others = (0..<8).map { _ in Tensor.zeros([size / 2 + 4096]) }
      others += [Tensor.zeros([3 * size])]
      others = []
      let full = pool.heldByteCount
      #expect(full > 8 * 4 * size)
      for iteration in 0..<3 {
        var tensors: [Tensor] = []
        let held = pool.heldByteCount
        for _ in 0..<6 { tensors.append(.zeros([size])) }
        // From the second iteration on, all six are the first one's.
        #expect(held - pool.heldByteCount == (iteration == 0 ? 0 : 6 * 4 * size))
        #expect(tensors.count == 6)
        tensors = []
        #expect(pool.heldByteCount <= pool.limit)
      }
    }
  }

  @Test func ofSeveralSizesTheOldestGoes() {
    withPool(limit: 3 * 4096) { pool in
      var tensors: [Int: Tensor] = [:]
      for size in [1024, 512, 256, 128] { tensors[size] = .zeros([size]) }
      // 1024, 512 and 256 values, and room for as many again; used in this order.
      for size in [512, 1024, 256] { tensors[size] = nil }
      #expect(pool.heldByteCount == 4 * (512 + 1024 + 256))
      var more = [Tensor.zeros([1024])]
      #expect(pool.heldByteCount == 4 * (512 + 256), "the block of 1024 is taken")
      more.append(.zeros([2048]))
      more = []
      // 512 was given back first, and 256 after it.
      #expect(pool.heldByteCount == 4 * (1024 + 2048))
    }
  }

  @Test func aStorageGoesBackWhereItCameFrom() {
    let (first, second) = (Context(), Context())
    var tensor: Tensor? = first.run { Tensor.zeros([1000]) }
    #expect(first.bufferPool.usedByteCount > 0 && second.bufferPool.usedByteCount == 0)
    second.run {
      #expect(tensor != nil)
      tensor = nil
    }
    #expect(first.bufferPool.usedByteCount == 0 && first.bufferPool.heldByteCount > 0)
    #expect(second.bufferPool.heldByteCount == 0)
  }

  @Test func nothingLeaks() {
    withPool { pool in
      func train() -> Float {
        let w = Parameter(.sample([3, 3, 2, 4], seed: 1))
        let x = Tensor.sample([2, 6, 6, 2], seed: 2).tracked
        let hidden = batchNorm(
          conv2D(x, w.value, .init(padding: 1)),
          gamma: nil,
          beta: nil,
          epsilon: 1e-3
        ).output
        let loss = maxPool2D(leakyReLU(hidden), kernel: (2, 2)).squared.mean()
        let slopes = gradients(of: loss, withRespectTo: [x], createsGraph: true)
        let penalty = slopes[0].squared.sum() / (softmax(hidden).sum() + 1)
        return gradients(of: penalty, withRespectTo: [w])[0].sum().scalar
      }
      for _ in 0..<5 { _ = train() }
      #expect(pool.usedByteCount == 0, "\(pool.usedByteCount) bytes are in use without a tensor")
    }
  }

  @Test(arguments: [0, 1, 15, 16, 17, 1000, 100_001]) func blocksAreAligned(_ count: Int) {
    let tensors = (0..<4).map { _ in Tensor.zeros([count]) }
    for tensor in tensors {
      #expect(Int(bitPattern: tensor.address) % 64 == 0)
      #expect(tensor.scalars.count == count)
    }
    #expect(Set(tensors.map(\.address)).count == 4)
  }
}

extension Tensor {
  /// Where the first element lies.
  fileprivate var address: UnsafePointer<Float>? { withUnsafeBuffer { $0.baseAddress } }
}
