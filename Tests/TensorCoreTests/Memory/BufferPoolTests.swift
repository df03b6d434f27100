import TensorCore
import TestSupport
import Testing

/// In processes of their own: the pool counts the tensors of all tests.
@Suite struct BufferPoolTests {
  @Test func releasedBlocksAreKeptAndUsedAgain() async {
    await #expect(processExitsWith: .success) {
      let pool = BufferPool.shared
      let used = pool.usedByteCount
      var tensor: Tensor? = Tensor.zeros([1000])
      let address = tensor?.storage.base
      demand(pool.usedByteCount >= used + 4000 && pool.usedByteCount < used + 8000)
      let held = pool.heldByteCount
      tensor = nil
      demand(pool.usedByteCount == used && pool.heldByteCount > held)
      tensor = Tensor.zeros([1010])
      demand(tensor?.storage.base == address, "a block of about the same size is taken again")
      demand(pool.heldByteCount == held)
    }
  }

  @Test func theBoundIsRespected() async {
    await #expect(processExitsWith: .success) {
      let pool = BufferPool.shared
      pool.limit = 1 << 20
      for _ in 0..<3 {
        var tensors = (1...20).map { Tensor.zeros([$0 * 10_000]) }
        demand(pool.heldByteCount <= 1 << 20)
        demand(tensors.count == 20)
        tensors = []
        demand(pool.heldByteCount <= 1 << 20 && pool.heldByteCount > 0)
      }
      pool.limit = 1000
      demand(pool.heldByteCount == 0, "lowering the limit frees what is above")
      _ = Tensor.zeros([10_000])
      demand(pool.heldByteCount == 0)
      pool.limit = 1 << 20
      _ = Tensor.zeros([10_000])
      demand(pool.heldByteCount > 0)
      pool.trim()
      demand(pool.heldByteCount == 0)
    }
  }

  @Test func nothingLeaks() async {
    await #expect(processExitsWith: .success) {
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
      _ = train()
      let used = BufferPool.shared.usedByteCount
      for _ in 0..<5 { _ = train() }
      demand(BufferPool.shared.usedByteCount == used, "tensors outlive the tape")
      demand(used == 0, "\(used) bytes are in use without a tensor")
    }
  }

  @Test(arguments: [0, 1, 15, 16, 17, 1000, 100_001]) func blocksAreAligned(_ count: Int) {
    let tensors = (0..<4).map { _ in Tensor.zeros([count]) }
    for tensor in tensors {
      #expect(Int(bitPattern: tensor.storage.base) % 64 == 0)
      #expect(tensor.scalars.count == count)
    }
    #expect(Set(tensors.map(\.storage.base)).count == 4)
  }
}

/// Stops the process with a message: expectations do not reach out of an exit test's process.
private func demand(_ condition: Bool, _ message: String = "", line: Int = #line) {
  if !condition { fatalError("line \(line): \(message)") }
}
