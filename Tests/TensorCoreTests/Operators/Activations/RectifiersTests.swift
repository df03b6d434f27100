import TensorCore
import TestSupport
import Testing

@Suite struct RectifiersTests {
  @Test(arguments: [1, 7, 8, 31], [Float(0), 0.01, 0.2, 1])
  func agreesWithItsDefinition(_ count: Int, _ slope: Float) {
    let x = Tensor.sample([count], seed: UInt64(count))
    #expect(leakyReLU(x, slope: slope).scalars == x.scalars.map { $0 > 0 ? $0 : $0 * slope })
    if slope == 0 { #expect(relu(x).scalars == x.scalars.map { max($0, 0) }) }
  }

  @Test(arguments: [Float(0), 0.2]) func gradients(_ slope: Float) {
    let x = Tensor.distinctSample([4, 5], seed: 1)
    checkGradients(of: { leakyReLU($0[0], slope: slope) }, at: [x])
    checkGradients(of: { leakyReLU($0[0] * $0[1], slope: slope) }, at: [x, .ones([5])])
  }

  /// At 0 the slope is that of the negative side.
  @Test func theSlopeAtZero() {
    let x = Tensor([0, -0.0, 1, -1]).tracked
    let slopes = TensorCore.gradients(of: leakyReLU(x, slope: 0.25).sum(), withRespectTo: [x])
    #expect(slopes[0].scalars == [0.25, 0.25, 1, 0.25])
    let hard = TensorCore.gradients(of: relu(x).sum(), withRespectTo: [x])
    #expect(hard[0].scalars == [0, 0, 1, 0])
  }

  @Test func infinitiesAndNotANumber() {
    let x = Tensor([-.infinity, .infinity, .nan])
    #expect(relu(x).scalars.prefix(2) == [0, .infinity])
    #expect(relu(x).scalars[2].isNaN)
    #expect(leakyReLU(x, slope: 0.2).scalars.prefix(2) == [-.infinity, .infinity])
    #expect(leakyReLU(x, slope: 0.2).scalars[2].isNaN)
  }

  /// Where nothing passes, nothing passes of an infinite gradient either.
  @Test func anInfiniteGradientIsStopped() {
    let x = Tensor([-1, 1]).tracked
    let found = TensorCore.gradients(
      of: relu(x),
      seededWith: Tensor([.infinity, .infinity]),
      withRespectTo: [x]
    )
    #expect(found[0].scalars == [0, .infinity])
  }
}
