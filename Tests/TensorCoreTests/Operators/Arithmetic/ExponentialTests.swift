import Foundation
import TensorCore
import TestSupport
import Testing

@Suite struct ExponentialTests {
  /// Points of both signs from the subnormal to the largest, some thousand an octave.
  static func points(from low: Float, to high: Float, count: Int = 40_001) -> [Float] {
    (0..<count).map { low + (high - low) * Float($0) / Float(count - 1) }
  }

  /// A relative error of 2⁻²² is four units in the last place at worst.
  @Test func exponentialIsAccurateWhereverItsResultIsNormal() {
    let x = Self.points(from: -87.3, to: 88.7)
    expectClose(exp(Tensor(x)), x.map { Foundation.exp(Double($0)) }, relative: 0x1p-22)
  }

  /// Below the normal range results may be flushed to 0.
  @Test(arguments: [1, 8, 13]) func exponentialOfExtremes(_ count: Int) {
    func value(_ x: Float) -> [Float] { exp(Tensor(repeating: x, shape: [count])).scalars }
    #expect(value(0).allSatisfy { $0 == 1 })
    #expect(value(-0.0).allSatisfy { $0 == 1 })
    #expect(value(-100).allSatisfy { $0 >= 0 && $0 < .leastNormalMagnitude })
    #expect(value(-1e30).allSatisfy { $0 == 0 })
    #expect(value(-.infinity).allSatisfy { $0 == 0 })
    #expect(value(89).allSatisfy { $0 == .infinity })
    #expect(value(1e30).allSatisfy { $0 == .infinity })
    #expect(value(.infinity).allSatisfy { $0 == .infinity })
    #expect(value(.nan).allSatisfy { $0.isNaN })
  }

  @Test func logarithmIsAccurateOverTheNormalRange() {
    let x = Self.points(from: -126, to: 127.9).map { Foundation.exp2($0) }
    expectClose(
      log(Tensor(x)),
      x.map { Foundation.log(Double($0)) },
      absolute: 0x1p-24,
      relative: 0x1p-22
    )
  }

  /// Near 1 the logarithm is near 0: the error is measured against x − 1.
  @Test func logarithmIsAccurateNearOne() {
    let x = Self.points(from: 0.9, to: 1.1)
    expectClose(
      log(Tensor(x)),
      x.map { Foundation.log(Double($0)) },
      absolute: 0x1p-30,
      relative: 0x1p-21
    )
  }

  @Test(arguments: [1, 8, 13]) func logarithmOfExtremes(_ count: Int) {
    func value(_ x: Float) -> [Float] { log(Tensor(repeating: x, shape: [count])).scalars }
    #expect(value(1).allSatisfy { $0 == 0 })
    #expect(value(0).allSatisfy { $0 == -.infinity })
    #expect(value(-0.0).allSatisfy { $0 == -.infinity })
    #expect(value(-1).allSatisfy { $0.isNaN })
    #expect(value(-.infinity).allSatisfy { $0.isNaN })
    #expect(value(.infinity).allSatisfy { $0 == .infinity })
    #expect(value(.nan).allSatisfy { $0.isNaN })
  }

  @Test func gradientsOfBoth() {
    checkGradients(of: { exp($0[0]) }, at: [.sample([3, 5], seed: 1)])
    checkGradients(of: { log($0[0]) }, at: [.sample([3, 5], from: 0.75, to: 3, seed: 2)])
    checkGradients(of: { log(exp($0[0]) + exp($0[1])) }, at: [.sample([4]), .sample([3, 1])])
  }

  @Test func emptyTensorsStayEmpty() {
    for function in [exp, log, tanh, sigmoid, softplus] as [(Tensor) -> Tensor] {
      #expect(function(.zeros([0, 3])).shape == [0, 3])
    }
  }
}
