import Datasets
import Evaluation
import Randomness
import TestSupport
import Testing
import Training

/// Real pictures that get worse step by step, and the metrics that have to notice.
///
/// `Scripts/monotonicity.py` makes the same of Fashion-MNIST as a table for people.
@Suite(.oneAtATime) struct MonotonicityTests {
  private static let count = 400
  private static let real = Figures.dataset(count, seed: 1)
  private static let others = Figures.dataset(count, seed: 2)

  private func evaluate(_ steps: [StoredDataset]) throws -> [Observation] {
    let reader = SampleReader(
      [.frechet, .kernel, .precisionRecall, .densityCoverage, .sliced, .similarity],
      RandomConvolutions(for: Figures.shape),
      images: Figures.shape
    )
    let reference = try RealReference(Self.real, count: Self.count, reader: reader)
    var kernel = KernelDistanceSettings()
    kernel.subsets = 10
    let evaluator = Evaluator(against: reference, kernel: kernel)
    return try steps.map {
      try evaluator.evaluate(DatasetSamples($0), count: Self.count, seed: 0)
    }
  }

  private func expect(
    _ found: [Observation],
    _ name: String,
    _ goes: (Double, Double) -> Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let values = found.compactMap { $0[name] }
    #expect(values.count == found.count, sourceLocation: sourceLocation)
    #expect(
      zip(values, values.dropFirst()).allSatisfy { goes($1, $0) },
      "\(name): \(values)",
      sourceLocation: sourceLocation
    )
  }

  @Test func noiseIsNoticed() throws {
    let random = RandomStream(seed: 3, purpose: "noise")
    let noise = Self.others.pixels.map { _ in random.uniformInt(below: 301) - 150 }
    let steps = [0, 25, 50, 100].map { share in
      Self.others.changed { place, value in
        UInt8(min(max(Int(value) + noise[place] * share / 100, 0), 255))
      }
    }
    let found = try evaluate(steps)
    for name in ["frechet", "kernel", "sliced"] { expect(found, name, >) }
    for name in ["precision", "density"] { expect(found, name, <=) }
    #expect(try #require(found[3]["precision"]) < 0.5 * #require(found[0]["precision"]))
  }

  @Test func blurIsNoticed() throws {
    let steps = [0, 1, 2, 3].map { reach in Self.blurred(Self.others, reach) }
    let found = try evaluate(steps)
    for name in ["frechet", "kernel", "sliced"] { expect(found, name, >) }
    // Blurred pictures crowd in the middle of real ones: density may rise before it falls.
    expect(found, "coverage", <=)
  }

  @Test func missingKindsAreNoticed() throws {
    let steps = [4, 3, 2, 1].map { kinds in
      let indices = (0..<Self.count).filter { $0 % Figures.kinds < kinds }
      return Self.others.picked((0..<Self.count).map { indices[$0 % indices.count] })
    }
    let found = try evaluate(steps)
    for name in ["frechet", "kernel"] { expect(found, name, >) }
    for name in ["recall", "coverage"] { expect(found, name, <) }
    // What is left is as real as before: precision tells nothing of what is missing.
    #expect(try #require(found[3]["precision"]) > 0.7)
    #expect(try #require(found[3]["similarity"]) > #require(found[0]["similarity"]))
  }

  @Test func repetitionsAreNoticed() throws {
    let steps = [400, 100, 25, 8].map { different in
      Self.others.picked((0..<Self.count).map { $0 % different })
    }
    let found = try evaluate(steps)
    expect(found, "coverage", <)
    // At a quarter of them, the neighbourhoods of samples that all come several times are empty.
    expect(found, "recall", <=)
    expect(found, "frechet", >)
    #expect(try #require(found[3]["precision"]) > 0.7)
  }

  /// Means over squares that reach so many pixels in each direction.
  private static func blurred(_ dataset: StoredDataset, _ reach: Int) -> StoredDataset {
    dataset.changed { place, _ in
      let (image, row, column) = (place / 256 * 256, place % 256 / 16, place % 16)
      var (sum, count) = (0, 0)
      for y in max(row - reach, 0)...min(row + reach, 15) {
        for x in max(column - reach, 0)...min(column + reach, 15) {
          sum += Int(dataset.pixels[image + 16 * y + x])
          count += 1
        }
      }
      return UInt8(sum / count)
    }
  }
}
