import Randomness
import TensorCore
import TestSupport
import Testing

/// The solutions of "How Forger Computes It".
@Suite struct ComputingTests {
  private let random = RandomStream(seed: 1, purpose: "exercise")

  /// Exercise 1: an operator with a backward pass of its own, against numeric derivatives of both orders.
  @Test func softsignHasTheRightDerivatives() {
    func softsign(_ x: Tensor) -> Tensor {
      let result = withoutRecording { x / (1 + x.absolute) }
      return .recorded("softsign", result, inputs: [x], saving: [x]) { pass in
        [pass.gradient / (1 + pass.saved(0).absolute).squared]
      }
    }
    // Away from 0, where the second derivative jumps.
    checkGradients(of: { softsign($0[0]) }, at: [Tensor([-3, -1.5, -0.6, 0.5, 1, 2.5])])
  }

  /// Exercise 2: Winograd's four products, nested, are a convolution of 4×4 pixels with 3×3 weights.
  @Test func sixteenMultiplicationsAreAConvolution() {
    func input(_ d: [[Float]]) -> [[Float]] {
      [minus(d[0], d[2]), plus(d[1], d[2]), minus(d[2], d[1]), minus(d[1], d[3])]
    }
    func kernel(_ g: [[Float]]) -> [[Float]] {
      let outer = plus(g[0], g[2])
      return [g[0], half(plus(outer, g[1])), half(minus(outer, g[1])), g[2]]
    }
    func output(_ m: [[Float]]) -> [[Float]] {
      [plus(plus(m[0], m[1]), m[2]), minus(minus(m[1], m[2]), m[3])]
    }
    let image = Tensor.normal([1, 4, 4, 1], using: random)
    let weights = Tensor.normal([3, 3, 1, 1], using: random)
    // Once along columns and, transposed, once along rows.
    let d = transposed(input(transposed(input(square(image, 4)))))
    let g = transposed(kernel(transposed(kernel(square(weights, 3)))))
    let products = zip(d, g).map { zip($0, $1).map { $0 * $1 } }
    let found = transposed(output(transposed(output(products)))).flatMap { $0 }
    for (value, expected) in zip(found, conv2D(image, weights).scalars) {
      #expect(abs(value - expected) < 1e-5)
    }
  }

  private func square(_ tensor: Tensor, _ side: Int) -> [[Float]] {
    let values = tensor.scalars
    return (0..<side).map { Array(values[$0 * side..<($0 + 1) * side]) }
  }

  private func transposed(_ rows: [[Float]]) -> [[Float]] {
    rows[0].indices.map { column in rows.map { $0[column] } }
  }

  private func plus(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { $0 + $1 } }
  private func minus(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { $0 - $1 } }
  private func half(_ a: [Float]) -> [Float] { a.map { $0 / 2 } }
}
