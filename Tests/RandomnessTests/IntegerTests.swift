import Randomness
import Testing

@Suite struct IntegerTests {
  /// Chi² of the 24 orders of 4 elements; with 23 degrees of freedom, one of 1000 samples exceeds 49.7.
  @Test func permutationsAreUniform() {
    let stream = RandomStream(seed: 1, purpose: "shuffle")
    var counts: [[Int]: Int] = [:]
    for _ in 0..<240_000 { counts[stream.permutation(of: 4), default: 0] += 1 }
    #expect(counts.count == 24)
    #expect(chiSquared(counts.values, expected: 10_000) < 49.7)
  }

  @Test(arguments: [0, 1, 2, 1000, 50_000]) func permutationsHoldEachIndexOnce(_ count: Int) {
    let order = RandomStream(seed: 2, purpose: "shuffle").permutation(of: count)
    #expect(order.sorted() == Array(0..<count))
    if count >= 1000 { #expect(order != Array(0..<count)) }
  }

  /// With 6 degrees of freedom, one of 1000 samples exceeds 22.5.
  @Test func integersBelowABoundAreUniform() {
    let stream = RandomStream(seed: 3, purpose: "test")
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[stream.uniformInt(below: 7)] += 1 }
    #expect(chiSquared(counts, expected: 10_000) < 22.5)
  }

  /// Under a bound of 3 · 2⁶¹ an eighth of the draws is rejected.
  ///
  /// Kept, they would favor the multiples of three. With 2 degrees of freedom, one of 1000 samples exceeds 13.8.
  @Test func largeBoundsAreUniform() {
    let stream = RandomStream(seed: 4, purpose: "test")
    var thirds = [0, 0, 0]
    var remainders = [0, 0, 0]
    for _ in 0..<30_000 {
      let integer = stream.uniformInt(below: 3 << 61)
      thirds[integer >> 61] += 1
      remainders[integer % 3] += 1
    }
    #expect(chiSquared(thirds, expected: 10_000) < 13.8)
    #expect(chiSquared(remainders, expected: 10_000) < 13.8)
    #expect(stream.position > 33_000)
  }

  @Test func extremeBoundsHold() {
    let stream = RandomStream(seed: 5, purpose: "test")
    #expect(stream.uniformInt(below: 1) == 0)
    for _ in 0..<100 { #expect((0..<Int.max).contains(stream.uniformInt(below: .max))) }
  }

  private func chiSquared(_ counts: some Sequence<Int>, expected: Double) -> Double {
    counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
  }
}
