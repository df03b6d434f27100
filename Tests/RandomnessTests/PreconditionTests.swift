import ExitTestSupport
import Randomness
import Testing

@Suite struct PreconditionTests {
  @Test func rangesMustHoldANumber() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = RandomStream(seed: 0, purpose: "test").uniformInt(below: 0)
      },
      "no integer lies in 0..<0"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = RandomStream(seed: 0, purpose: "test").permutation(of: -1)
      },
      "a permutation has no negative count: -1"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        [Float](repeating: 0, count: 4).withUnsafeBufferPointer {
          RandomStream(seed: 0, purpose: "test").fillUniform(
            UnsafeMutableBufferPointer(mutating: $0),
            low: 1,
            high: 1
          )
        }
      },
      "no uniform numbers lie in [1.0, 1.0)"
    )
  }

  @Test func partsOfAFillStartAtUnits() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = RandomBlocks.block(ofNumber: 32, after: 0)
      },
      "a part of a fill starts at a multiple of",
      "not at 32"
    )
  }
}
