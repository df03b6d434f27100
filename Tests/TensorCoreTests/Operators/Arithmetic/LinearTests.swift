import TensorCore
import TestSupport
import Testing

@Suite struct LinearTests {
  static let sizes = [(1, 1, 1), (1, 5, 7), (4, 3, 8), (5, 100, 17), (33, 20, 16), (0, 2, 3)]

  private func operands(_ sizes: (rows: Int, inputs: Int, outputs: Int)) -> [Tensor] {
    [
      .sample([sizes.rows, sizes.inputs], seed: 1),
      .sample([sizes.inputs, sizes.outputs], seed: 2),
      .sample([sizes.outputs], seed: 3),
    ]
  }

  @Test(arguments: sizes) func isAProductPlusABias(_ sizes: (Int, Int, Int)) {
    let t = operands(sizes)
    let expected = Operation.matrixProduct(transposesLeft: false, transposesRight: false)
      .reference(t[0], t[1], t[2])
    expectClose(linear(t[0], t[1], bias: t[2]), expected.values, ofLargest: 2e-6)
  }

  @Test(arguments: sizes.dropLast()) func isDifferentiableTwice(_ sizes: (Int, Int, Int)) {
    checkGradients(of: { linear($0[0], $0[1], bias: $0[2]) }, at: operands(sizes), probes: 6)
  }
}
