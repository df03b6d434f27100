import Randomness
import Testing

@Suite struct PreconditionTests {
  @Test func rangesMustHoldANumber() async {
    await #expect(processExitsWith: .failure) {
      _ = RandomStream(seed: 0, purpose: "test").uniformInt(below: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = RandomStream(seed: 0, purpose: "test").permutation(of: -1)
    }
    await #expect(processExitsWith: .failure) {
      [Float](repeating: 0, count: 4).withUnsafeBufferPointer {
        RandomStream(seed: 0, purpose: "test").fillUniform(
          UnsafeMutableBufferPointer(mutating: $0),
          low: 1,
          high: 1
        )
      }
    }
  }

  @Test func partsOfAFillStartAtUnits() async {
    await #expect(processExitsWith: .failure) {
      _ = RandomBlocks.block(ofNumber: 32, after: 0)
    }
  }
}
