import Foundation
import TensorCore
import TestSupport
import Testing

@Suite struct SigmoidsTests {
  private static let wide = ExponentialTests.points(from: -100, to: 100)
  private static let narrow = ExponentialTests.points(from: -1, to: 1)
  private static let tiny = (0..<120).map { Foundation.exp2(-Float($0)) }

  /// Relative errors of 2⁻²² (two units in the last place, however small the value is).
  @Test func hyperbolicTangentIsAccurate() {
    for x in [Self.wide, Self.narrow, Self.tiny, Self.tiny.map { -$0 }] {
      expectClose(tanh(Tensor(x)), x.map { Foundation.tanh(Double($0)) }, relative: 0x1p-22)
    }
  }

  /// Relative errors of 2⁻²¹ as long as the result is normal.
  @Test func logisticIsAccurate() {
    for x in [Self.wide.filter { $0 > -87 }, Self.narrow] {
      expectClose(
        sigmoid(Tensor(x)),
        x.map { 1 / (1 + Foundation.exp(-Double($0))) },
        relative: 0x1p-21
      )
    }
  }

  /// Relative errors of 2⁻²¹ on both sides: where x is far below 0 the result is eˣ, not 0, and
  /// never negative.
  @Test func softplusIsAccurate() {
    for x in [Self.wide.filter { $0 > -87 }, Self.narrow] {
      let expected = x.map {
        max(Double($0), 0) + Foundation.log1p(Foundation.exp(-abs(Double($0))))
      }
      expectClose(softplus(Tensor(x)), expected, relative: 0x1p-21)
    }
  }

  @Test(arguments: [1, 8, 13]) func extremes(_ count: Int) {
    func all(_ value: Float, _ function: (Tensor) -> Tensor, _ test: (Float) -> Bool) -> Bool {
      function(Tensor(repeating: value, shape: [count])).scalars.allSatisfy(test)
    }
    for large in [200, 1e30, .infinity] as [Float] {
      #expect(all(large, tanh) { $0 == 1 })
      #expect(all(-large, tanh) { $0 == -1 })
      #expect(all(large, sigmoid) { $0 == 1 })
      #expect(all(-large, sigmoid) { $0 == 0 })
      #expect(all(large, softplus) { $0 == large })
      #expect(all(-large, softplus) { $0 == 0 })
    }
    #expect(all(0, tanh) { $0 == 0 && $0.sign == .plus })
    #expect(all(-0.0, tanh) { $0 == 0 && $0.sign == .minus })
    #expect(all(0, sigmoid) { $0 == 0.5 })
    #expect(all(.nan, tanh) { $0.isNaN })
    #expect(all(.nan, sigmoid) { $0.isNaN })
    #expect(all(.nan, softplus) { $0.isNaN })
  }

  @Test func gradientsOfAll() {
    let x = Tensor.sample([3, 5], from: -2, to: 2, seed: 1)
    checkGradients(of: { tanh($0[0]) }, at: [x])
    checkGradients(of: { sigmoid($0[0]) }, at: [x])
    checkGradients(of: { softplus($0[0]) }, at: [x])
    checkGradients(of: { tanh($0[0]) * sigmoid($0[0] * $0[1]) }, at: [x, .sample([5], seed: 2)])
  }

  /// Far out, slopes vanish but stay numbers.
  @Test func gradientsOfExtremes() {
    let x = Tensor([-1e4, -100, 100, 1e4]).tracked
    #expect(gradients(of: tanh(x).sum(), withRespectTo: [x])[0].scalars == [0, 0, 0, 0])
    #expect(
      gradients(of: sigmoid(x).sum(), withRespectTo: [x])[0].scalars.allSatisfy { $0 < 1e-37 }
    )
    let slopes = gradients(of: softplus(x).sum(), withRespectTo: [x])[0].scalars
    #expect(slopes[0] == 0 && slopes[1] < 1e-37 && slopes[2] == 1 && slopes[3] == 1)
  }
}
