import Foundation
import TensorCore
import TestSupport
import Testing

@Suite struct SoftmaxTests {
  private func reference(_ x: Tensor) -> [Double] {
    let width = x.shape[-1]
    let values = x.scalars.map(Double.init)
    return values.indices.map { place in
      let row = values[(place / width * width)..<(place / width * width + width)]
      let largest = row.max() ?? 0
      return values[place] - largest - log(row.reduce(0) { $0 + exp($1 - largest) })
    }
  }

  @Test(arguments: [Shape([5]), [3, 1], [4, 7], [2, 3, 8]]) func agreesWithDouble(_ shape: Shape) {
    let x = Tensor.sample(shape, from: -6, to: 6, seed: 1)
    let expected = reference(x)
    expectClose(logSoftmax(x), expected, absolute: 2e-6)
    expectClose(softmax(x), expected.map { exp($0) }, relative: 4e-6)
  }

  @Test func largeLogitsDoNotOverflow() {
    let x = Tensor([1000, 0, -1000, 3e38, 0, -3e38], shape: [2, 3])
    expectClose(logSoftmax(x), [0, -1000, -2000, 0, -3e38, -.infinity], relative: 1e-6)
    expectClose(softmax(x), [1, 0, 0, 1, 0, 0])
  }

  @Test func gradientsOfBoth() {
    let x = Tensor.distinctSample([3, 4], seed: 2)
    checkGradients(of: { logSoftmax($0[0]) }, at: [x])
    checkGradients(of: { softmax($0[0]) }, at: [x])
  }

  /// Equal logits: the maximum that is taken off has a kink there, the result has none.
  @Test func gradientsAtTies() {
    checkGradients(of: { logSoftmax($0[0]) }, at: [Tensor([1, 1, 0, 1], shape: [2, 2])])
  }
}
