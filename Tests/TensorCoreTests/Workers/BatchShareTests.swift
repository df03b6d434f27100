import Randomness
import TensorCore
import Testing

@Suite struct BatchShareTests {
  /// A worker whose sums are its own values.
  private struct Alone: Workers {
    func sums(of tensors: [Tensor]) -> [Tensor] { tensors }
  }

  /// Workers of whom another is gone.
  private struct Broken: Workers {
    struct Failure: Error {}

    func sums(of tensors: [Tensor]) throws -> [Tensor] { throw Failure() }
  }

  private func share(_ rank: Int, of size: Int, ofBatch count: Int) -> BatchShare {
    BatchShare(of: rank, among: size, ofBatch: count, with: Alone())
  }

  @Test(arguments: [(1, 1), (2, 7), (3, 7), (4, 7), (7, 7), (3, 9)])
  func sharesTakeTurnsAndDifferByOneAtMost(_ size: Int, _ count: Int) {
    let shares = (0..<size).map { share($0, of: size, ofBatch: count) }
    #expect(shares.flatMap { Array($0.range) } == Array(0..<count))
    let lengths = shares.map(\.range.count)
    #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 1)
  }

  @Test func rowsOfSeveralBatchesAreThoseOfEach() {
    let second = share(1, of: 2, ofBatch: 5)
    #expect(second.range == 3..<5)
    #expect(second.rows(of: 10) == [3..<5, 8..<10])
    #expect(second.wholeCount(for: 4) == 10)
    #expect(second.wholeCount(for: 3) == nil)
    #expect(second.wholeCount(for: 0) == nil)
  }

  /// Noise that starts with a block is drawn in place; other noise is cut from the whole batch's.
  @Test(arguments: [1, 7, 64, 100])
  func randomNumbersAreThoseOfTheWholeBatch(_ length: Int) {
    func drawn(_ count: Int, _ stream: RandomStream) -> [[Float]] {
      [
        Tensor.uniform([count, length], using: stream).scalars,
        Tensor.normal([2 * count, length], using: stream).scalars,
        gaussianNoise(.zeros([count, length]), standardDeviation: 2, from: stream).scalars,
        BatchShare.drawn(count) { count in (0..<count).map { _ in Float(stream.nextUInt32()) } },
      ]
    }
    let whole = RandomStream(seed: 1, purpose: "noise")
    let expected = drawn(5, whole)
    for rank in 0..<2 {
      let share = share(rank, of: 2, ofBatch: 5)
      let stream = RandomStream(seed: 1, purpose: "noise")
      let found = Context.current.with(share: share).run { drawn(share.range.count, stream) }
      #expect(stream.position == whole.position)
      for (index, width) in [length, length, length, 1].enumerated() {
        let rows = share.rows(of: index == 1 ? 10 : 5)
        let own = rows.flatMap {
          expected[index][($0.lowerBound * width)..<($0.upperBound * width)]
        }
        #expect(found[index] == own)
      }
    }
  }

  @Test func aFailureWhereNothingCanBeThrownIsThrownLater() {
    let share = BatchShare(of: 0, among: 2, ofBatch: 4, with: Broken())
    let output = Context.current.with(share: share).run {
      batchNorm(.ones([2, 3]), gamma: nil, beta: nil, epsilon: 1e-5).output
    }
    #expect(output.scalars.allSatisfy { $0.isNaN })
    #expect(throws: Broken.Failure.self) { _ = try share.sums(of: []) }
  }
}
