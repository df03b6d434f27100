import TensorCore
import Testing

/// Misuse stops the process with a message that names the operator and what it was given, in
/// release builds too.
@Suite struct PreconditionTests {
  private func expectMessage(_ result: ExitTest.Result?, _ parts: String...) {
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in parts { #expect(text.contains(part), "\(text.prefix(300))") }
  }

  @Test func broadcasting() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]) + Tensor.ones([4])
      },
      "+",
      "[2, 3]",
      "[4]"
    )
    await #expect(processExitsWith: .failure) { _ = maximum(.ones([2]), .ones([3])) }
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]).broadcast(to: [3])
      },
      "broadcast",
      "[2, 3]",
      "[3]"
    )
  }

  @Test func products() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = matrixProduct(.ones([2, 3]), .ones([4, 5]))
      },
      "matrixProduct",
      "[2, 3]",
      "[4, 5]"
    )
    await #expect(processExitsWith: .failure) { _ = matrixProduct(.ones([3]), .ones([3, 1])) }
  }

  @Test func convolutions() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = conv2D(.ones([1, 4, 4, 3]), .ones([3, 3, 2, 8]))
      },
      "convolution",
      "[1, 4, 4, 3]",
      "[3, 3, 2, 8]"
    )
    await #expect(processExitsWith: .failure) {
      _ = conv2D(.ones([1, 2, 2, 3]), .ones([3, 3, 3, 8]))
    }
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = conv2D(.ones([1, 4, 4, 3]), .ones([3, 3, 3, 8]), bias: .ones([7]))
      },
      "conv2D",
      "[7]",
      "8"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = convTranspose2D(
          .ones([1, 4, 4, 3]),
          .ones([3, 3, 2, 3]),
          .init(stride: 2),
          outputSize: (20, 20)
        )
      },
      "convTranspose2D",
      "(20, 20)",
      "[1, 4, 4, 3]"
    )
    await #expect(processExitsWith: .failure) {
      _ = maxPool2D(.ones([1, 4, 4, 1]), kernel: (2, 2), padding: .symmetric(2, 2))
    }
  }

  @Test func shapes() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]).reshaped(to: [4, -1])
      },
      "reshaped",
      "[2, 3]",
      "[4, -1]"
    )
    await #expect(processExitsWith: .failure) { _ = Tensor.ones([2, 3]).transposed([0, 0]) }
    await #expect(processExitsWith: .failure) { _ = Tensor.ones([2, 3]).slice(1..<4, along: 1) }
    await #expect(processExitsWith: .failure) { _ = Tensor.ones([2, 3]).sum(along: [2]) }
    await #expect(processExitsWith: .failure) { _ = concatenate([.ones([2, 3]), .ones([2, 4])]) }
    await #expect(processExitsWith: .failure) { _ = Tensor([1, 2, 3], shape: [2, 2]) }
    await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1 << 30, 1 << 30]) }
  }

  @Test func normsAndLosses() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = batchNorm(.ones([2, 3]), gamma: .ones([4]), beta: nil, epsilon: 1e-5)
      },
      "batchNorm",
      "[2, 3]",
      "[4]"
    )
    await #expect(processExitsWith: .failure) {
      _ = softmaxCrossEntropy(logits: .ones([2, 3]), labels: [0, 3])
    }
    await #expect(processExitsWith: .failure) {
      _ = sigmoidCrossEntropy(logits: .ones([2]), targets: .ones([1]))
    }
  }

  @Test func gradientsOfWhatHasNone() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let x = Tensor.ones([2, 3]).tracked
        _ = gradients(of: x, withRespectTo: [x])
      },
      "gradients",
      "[2, 3]"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = gradients(of: Tensor(1), withRespectTo: [Tensor.ones([2, 3])])
      },
      "gradients",
      "[2, 3]"
    )
    await #expect(processExitsWith: .failure) { Parameter(.ones([2])).value = .ones([3]) }
  }
}
