import TensorCore
import TestSupport
import Testing

@Suite struct PowersTests {
  @Test(arguments: [1, 8, 17]) func agreeWithTheStandardLibrary(_ count: Int) {
    let x = Tensor.sample([count], from: -3, to: 3, seed: 1)
    let values = x.scalars
    #expect(x.squared.scalars == values.map { $0 * $0 })
    #expect(x.absolute.scalars == values.map(abs))
    #expect(x.absolute.squareRoot.scalars == values.map { abs($0).squareRoot() })
    #expect(x.sign.scalars == values.map { $0 > 0 ? 1 : -1 })
  }

  @Test func specialValues() {
    let x = Tensor([-0.0, 0, .infinity, -.infinity, .nan, -1])
    #expect(x.sign.scalars.prefix(4) == [0, 0, 1, -1])
    #expect(x.squareRoot.scalars[2] == .infinity)
    #expect(x.squareRoot.scalars[4].isNaN && x.squareRoot.scalars[5].isNaN)
    #expect(x.absolute.scalars[3] == .infinity)
    #expect(x.absolute.scalars[4].isNaN)
  }

  @Test func gradientsOfPowers() {
    let x = Tensor.distinctSample([3, 5], seed: 2)
    checkGradients(of: { $0[0].squared }, at: [x])
    checkGradients(of: { $0[0].absolute }, at: [x])
    checkGradients(of: { $0[0].squareRoot }, at: [.sample([3, 5], from: 0.5, to: 2, seed: 3)])
    checkGradients(of: { $0[0] * $0[0].sign }, at: [x])
  }

  @Test func theDistanceFromZeroHasSlopeZeroAtZero() {
    let x = Tensor([0, -0.0, 2, -2]).tracked
    #expect(gradients(of: x.absolute.sum(), withRespectTo: [x])[0].scalars == [0, 0, 1, -1])
  }
}
