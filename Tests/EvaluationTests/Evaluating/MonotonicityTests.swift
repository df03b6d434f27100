import Datasets
import Evaluation
import FileTestSupport
import Randomness
import TestSupport
import Testing
import Training

/// Real images that get worse step by step, and the metrics that have to notice.
///
/// `Scripts/monotonicity.py` makes the same of Fashion-MNIST as a table for people.
@Suite struct MonotonicityTests {
  private static let count = 400
  private static let real = Figures.dataset(count, seed: 1)
  private static let others = Figures.dataset(count, seed: 2)

  /// Made once for all tests.
  private static let classifier = Result {
    let folder = try TemporaryFolder()
    return (folder: folder, path: try Figures.trainClassifier(in: folder))
  }

  private func classifier() throws -> Classifier {
    try Classifier(readingFrom: Self.classifier.get().path)
  }

  private func evaluate(
    _ steps: [StoredDataset],
    by extractor: (any FeatureExtractor)? = nil
  ) throws -> [Observation] {
    let reader = SampleReader(
      Set(Metric.allCases).subtracting(extractor is Classifier ? [] : [.inception]),
      extractor ?? RandomConvolutions(for: Figures.shape),
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

  /// Images with so many hundredths of a strong noise.
  private static func noisy(_ share: Int) -> StoredDataset {
    let random = RandomStream(seed: 3, purpose: "noise")
    let noise = others.pixels.map { _ in random.uniformInt(below: 301) - 150 }
    return others.changed { place, value in
      UInt8(min(max(Int(value) + noise[place] * share / 100, 0), 255))
    }
  }

  @Test func noiseIsNoticed() throws {
    let found = try evaluate([0, 25, 50, 100].map(Self.noisy))
    for name in ["frechet", "kernel", "sliced"] { expect(found, name, >) }
    for name in ["precision", "density"] { expect(found, name, <=) }
    #expect(try #require(found[3]["precision"]) < 0.5 * #require(found[0]["precision"]))
  }

  @Test func blurIsNoticed() throws {
    let steps = [0, 1, 2, 3].map { reach in Self.blurred(Self.others, reach) }
    let found = try evaluate(steps)
    for name in ["frechet", "kernel", "sliced"] { expect(found, name, >) }
    // Blurred images crowd in the middle of real ones: density may rise before it falls.
    expect(found, "coverage", <=)
  }

  /// Images of so many kinds.
  private static func withKinds(_ kinds: Int) -> StoredDataset {
    let indices = (0..<count).filter { $0 % Figures.kinds < kinds }
    return others.picked((0..<count).map { indices[$0 % indices.count] })
  }

  /// A classifier, which knows kinds and little else, notices what kinds are missing most of all.
  @Test func missingKindsAreNoticedByAClassifier() throws {
    let classifier = try classifier()
    #expect(classifier.facts.accuracy > 0.95)
    let found = try evaluate([4, 3, 2, 1].map(Self.withKinds), by: classifier)
    for name in ["frechet", "kernel"] { expect(found, name, >) }
    for name in ["recall", "coverage", "inception"] { expect(found, name, <) }
    // Each kind is a quarter of what there is to be covered.
    for (step, share) in [1, 0.75, 0.5, 0.25].enumerated() {
      #expect(abs(try #require(found[step]["coverage"]) - share) < 0.08, "\(found)")
    }
    #expect(try #require(found[3]["precision"]) > 0.7)
    // Sure of four kinds alike, and then of one: from nearly 4 to nearly 1.
    #expect(try #require(found[0]["inception"]) > 3.5)
    #expect(try #require(found[3]["inception"]) < 1.2)
  }

  @Test func noiseIsNoticedByAClassifier() throws {
    let found = try evaluate([0, 50, 100].map(Self.noisy), by: classifier())
    for name in ["frechet", "kernel"] { expect(found, name, >) }
    for name in ["precision", "density", "coverage"] { expect(found, name, <) }
  }

  @Test func missingKindsAreNoticed() throws {
    let found = try evaluate([4, 3, 2, 1].map(Self.withKinds))
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
    // At a quarter of them, the neighborhoods of samples that all come several times are empty.
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
