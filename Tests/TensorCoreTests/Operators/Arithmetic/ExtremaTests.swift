import TensorCore
import TestSupport
import Testing

@Suite struct ExtremaTests {
  @Test func agreeWithTheStandardLibrary() {
    let (x, y) = (Tensor.sample([4, 9], seed: 1), Tensor.sample([9], seed: 2))
    let largest = Operation.binary(.maximum).reference(x, y)
    let smallest = Operation.binary(.maximum).reference(-x, -y)
    expectClose(maximum(x, y), largest.values)
    expectClose(minimum(x, y), smallest.values.map { -$0 })
    expectClose(maximum(y, x), largest.values)
    #expect(
      x.clamped(to: -0.25...0.5).scalars == x.scalars.map { Swift.min(Swift.max($0, -0.25), 0.5) }
    )
  }

  @Test func gradientsAwayFromTies() {
    let all = Tensor.distinctSample([8, 3], seed: 3)
    let (x, y) = (all.slice(0..<4, along: 0), all.slice(4..<8, along: 0))
    checkGradients(of: { maximum($0[0], $0[1]).squared }, at: [x, y])
    checkGradients(of: { minimum($0[0], $0[1]).squared }, at: [x, y])
    // The row's values lie between those of the distinct ones.
    let row = Tensor([0.25, -0.25, 0])
    checkGradients(of: { maximum($0[0], $0[1]).squared }, at: [x, row], step: 1 / 64)
    checkGradients(of: { $0[0].clamped(to: -0.75...0.5).squared }, at: [x])
  }

  @Test func equalOperandsShareTheGradient() {
    let (x, y) = (Tensor([1, 2, 3]).tracked, Tensor([1, 3, 2]).tracked)
    let largest = gradients(of: maximum(x, y).sum(), withRespectTo: [x, y])
    #expect(largest.map(\.scalars) == [[0.5, 0, 1], [0.5, 1, 0]])
    let smallest = gradients(of: minimum(x, y).sum(), withRespectTo: [x, y])
    #expect(smallest.map(\.scalars) == [[0.5, 1, 0], [0.5, 0, 1]])
  }

  @Test func theEndsOfARangePassTheGradient() {
    let x = Tensor([-2, -1, 0, 1, 2]).tracked
    let found = gradients(of: x.clamped(to: -1...1).sum(), withRespectTo: [x])
    #expect(found[0].scalars == [0, 1, 1, 1, 0])
  }

  @Test func notANumberDoesNotVanish() {
    let (x, y) = (Tensor([.nan, 1]), Tensor([1, .nan]))
    #expect(maximum(x, y).scalars.allSatisfy { $0.isNaN })
    #expect(minimum(x, y).scalars.allSatisfy { $0.isNaN })
    #expect(x.clamped(to: 0...1).scalars[0].isNaN)
    #expect(Tensor([-.infinity, .infinity]).clamped(to: 0...1).scalars == [0, 1])
  }
}
