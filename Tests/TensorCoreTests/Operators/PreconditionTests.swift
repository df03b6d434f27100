import ExitTestSupport
import TensorCore
import Testing

/// Misuse stops the process with a message that names the operator and what it was given, in
/// release builds too.
@Suite struct PreconditionTests {
  @Test func broadcasting() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]) + Tensor.ones([4])
      },
      "+",
      "[2, 3]",
      "[4]"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = maximum(.ones([2]), .ones([3]))
      },
      "[2] and [3]"
    )
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
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = matrixProduct(.ones([3]), .ones([3, 1]))
      },
      "[3] and [3, 1] do not fit"
    )
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
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = conv2D(.ones([1, 2, 2, 3]), .ones([3, 3, 3, 8]))
      },
      "convolution: weights of [3, 3, 3, 8]"
    )
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
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = maxPool2D(.ones([1, 4, 4, 1]), kernel: (2, 2), padding: .symmetric(2, 2))
      },
      "maxPool2D"
    )
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
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]).transposed([0, 0])
      },
      "transposed: [0, 0]"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]).slice(1..<4, along: 1)
      },
      "slice: 1..<4"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.ones([2, 3]).sum(along: [2])
      },
      "Shape: no axis 2 in [2, 3]"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = concatenate([.ones([2, 3]), .ones([2, 4])])
      },
      "concatenate: shapes [2, 3] and [2, 4]"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor([1, 2, 3], shape: [2, 2])
      },
      "Tensor: 3 values do not fill shape [2, 2]"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([1 << 30, 1 << 30])
      },
      "is too large"
    )
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
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = softmaxCrossEntropy(logits: .ones([2, 3]), labels: [0, 3])
      },
      "softmaxCrossEntropy: 2 labels for logits of [2, 3]"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = sigmoidCrossEntropy(logits: .ones([2]), targets: .ones([1]))
      },
      "sigmoidCrossEntropy: logits of [2], targets of [1]"
    )
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
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        Parameter(.ones([2])).value = .ones([3])
      },
      "Parameter: a value of [3] for shape [2]"
    )
  }
}
