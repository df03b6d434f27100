import LatentTools
import Randomness
import Testing

/// The figures of distances that are known.
@Suite struct ClosenessTests {
  /// Held-out distances 1, 2, …, 400, each with a second image twice as far.
  private let heldOut = (1...400).map { [Double($0), 2 * Double($0)] }

  @Test func thresholdIsTheNearestHundredth() {
    let samples = [[4.0, 8], [4.5, 9], [0.5, 1], [500, 1000]]
    let closeness = Closeness(space: "test", samples: samples, heldOut: heldOut)
    #expect(closeness.threshold == 4)
    #expect(closeness.suspicious.count == 2 && closeness.suspicious.share == 0.5)
    #expect(closeness.suspiciousHeldOut.count == 4 && closeness.suspiciousHeldOut.share == 0.01)
    #expect(closeness.median == 4.25)
    #expect(closeness.medianHeldOut == 200.5)
  }

  @Test func copiesAreNearAndStandOut() {
    // Held-out ratios are all 2/3, but for one in a hundred.
    let heldOut = heldOut.enumerated().map { index, distances in
      index >= 396 ? [distances[0], 100 * distances[0]] : distances
    }
    let samples = [[1.0, 2], [1.0, 1000], [300, 300_000], [1.0, 99]]
    let closeness = Closeness(space: "test", samples: samples, heldOut: heldOut)
    #expect(closeness.suspicious.count == 3)
    #expect(closeness.copies.count == 1)
    #expect(closeness.copiesHeldOut.count == 0)
  }

  @Test func equalImagesAreCopies() {
    let closeness = Closeness(
      space: "test",
      samples: [[0, 5], [0, 0], [1, 1]],
      heldOut: [[0, 0], [1, 1], [3, 3]]
    )
    #expect(closeness.threshold == 0)
    #expect(closeness.suspicious.count == 2)
  }

  @Test(arguments: 0..<5)
  func nearerShareCountsPairs(_ seed: Int) {
    let random = RandomStream(seed: UInt64(seed), purpose: "test")
    func distances(_ count: Int) -> [[Double]] {
      (0..<count).map { _ in [Double(random.uniformInt(below: 12))] }
    }
    let (samples, heldOut) = (distances(17), distances(23))
    var wins = 0.0
    for sample in samples {
      for other in heldOut { wins += sample[0] < other[0] ? 1 : sample[0] == other[0] ? 0.5 : 0 }
    }
    let closeness = Closeness(space: "test", samples: samples, heldOut: heldOut)
    #expect(abs(closeness.nearerShare - wins / (17 * 23)) < 1e-12)
  }

  /// Against the formula in Python.
  @Test func intervalsAreWilsons() {
    let samples = (0..<100).map { [$0 < 5 ? 1.0 : 300, 1000] }
    let share = Closeness(space: "test", samples: samples, heldOut: heldOut).suspicious
    #expect(share.count == 5)
    #expect(abs(share.low - 0.0215437) < 1e-6 && abs(share.high - 0.1117505) < 1e-6, "\(share)")
    let none = Closeness(space: "test", samples: [[300, 1000]], heldOut: heldOut).suspicious
    #expect(none.low == 0 && abs(none.high - 0.793451) < 1e-6, "\(none)")
  }
}
