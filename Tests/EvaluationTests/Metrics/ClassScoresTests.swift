import Datasets
import Evaluation
import FileTestSupport
import Foundation
import Randomness
import Testing
import Training

/// Scores of classes, against their definitions.
@Suite struct ClassScoresTests {
  /// One feature of each of so many images, around a mean.
  private func numbers(_ count: Int, mean: Float, width: Float, seed: UInt64) -> [Float] {
    let random = RandomStream(seed: seed, purpose: "numbers")
    return (0..<count).map { _ in mean + width * (Float(random.uniformInt(below: 1000)) / 500 - 1) }
  }

  /// (μ₁ − μ₂)² + (σ₁ − σ₂)², which the Fréchet distance of single numbers is.
  private func distance(_ a: [Float], _ b: [Float]) -> Double {
    func moments(_ values: [Float]) -> (mean: Double, deviation: Double) {
      let numbers = values.map(Double.init)
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (mean, (squares / Double(numbers.count - 1)).squareRoot())
    }
    let (first, second) = (moments(a), moments(b))
    let (mean, deviation) = (first.mean - second.mean, first.deviation - second.deviation)
    return mean * mean + deviation * deviation
  }

  /// Matrices of numbers of several classes, one after the other in turns of one.
  private func mixed(_ classes: [[Float]]) -> (features: FeatureMatrix, labels: [Int]) {
    var (values, labels): ([Float], [Int]) = ([], [])
    for turn in 0..<(classes.map(\.count).max() ?? 0) {
      for (label, numbers) in classes.enumerated() where turn < numbers.count {
        values.append(numbers[turn])
        labels.append(label)
      }
    }
    return (FeatureMatrix(count: values.count, size: 1, values: values), labels)
  }

  @Test func distancesAreThoseOfEachClass() throws {
    let real = [
      numbers(80, mean: 0, width: 1, seed: 1), numbers(50, mean: 5, width: 2, seed: 2),
      numbers(49, mean: 2, width: 1, seed: 3), numbers(60, mean: 9, width: 1, seed: 4), [],
    ]
    let fake = [
      numbers(70, mean: 0.5, width: 3, seed: 5), numbers(90, mean: 4, width: 1, seed: 6),
      numbers(90, mean: 2, width: 1, seed: 7), numbers(49, mean: 9, width: 1, seed: 8), [1, 2],
    ]
    let (features, labels) = mixed(real)
    let classes = RealClasses(features, labels: labels, of: 5)
    #expect(classes.counts == [80, 50, 49, 60, 0])
    let samples = mixed(fake)
    let scores = classes.scores(of: samples.features, labels: samples.labels)
    #expect(scores.classes.map(\.label) == [0, 1, 2, 3, 4])
    #expect(scores.classes.map(\.realCount) == [80, 50, 49, 60, 0])
    #expect(scores.classes.map(\.sampleCount) == [70, 90, 90, 49, 2])
    let expected = (0..<2).map { distance(real[$0], fake[$0]) }
    for (label, value) in expected.enumerated() {
      // Sums of hundred numbers in float64.
      #expect(abs(try #require(scores.classes[label].frechet) - value) < 1e-9)
    }
    #expect(scores.classes[2...].allSatisfy { $0.frechet == nil })
    #expect(abs(try #require(scores.frechet) - (expected[0] + expected[1]) / 2) < 1e-9)
    #expect(scores.agreement == nil && scores.classes.allSatisfy { $0.agreement == nil })
  }

  @Test func agreementIsTheShareSeenAsAskedFor() {
    let features = FeatureMatrix(count: 7, size: 1, values: [0, 0, 0, 0, 0, 0, 0])
    let classes = RealClasses(features, labels: [0, 1, 2, 3, 0, 0, 0], of: 4)
    // The classifier knows three of four classes.
    let scores = classes.scores(
      of: features,
      labels: [0, 0, 0, 0, 1, 3, 3],
      seen: (labels: [0, 0, 0, 2, 0, 0, 1], classCount: 3)
    )
    #expect(scores.classes.map(\.agreement) == [0.75, 0, nil, nil])
    #expect(scores.agreement == 0.6)
    #expect(scores.frechet == nil)
  }

  /// Images of swapped classes are as good altogether, and of none of them.
  @Test func swappedClassesAreNoticed() throws {
    let folder = try TemporaryFolder()
    let classifier = try Classifier(
      readingFrom: Figures.trainClassifier(in: folder, iterations: 20)
    )
    let reader = SampleReader([.frechet, .classes], classifier, images: Figures.shape)
    let real = Figures.dataset(240)
    let reference = try RealReference(real, count: 240, reader: reader)
    let evaluator = Evaluator(against: reference)
    func measured(turningBy turn: Int) throws -> EvaluationResult {
      let others = Figures.dataset(240, seed: 3)
      let turned = StoredDataset(
        name: "turned",
        shape: others.shape,
        pixels: others.pixels,
        labels: others.labels.map { $0.map { ($0 + turn) % Figures.kinds } }
      )
      return try evaluator.measure(DatasetSamples(turned), count: 240, seed: 0)
    }
    let (right, wrong) = (try measured(turningBy: 0), try measured(turningBy: 1))
    #expect(right.quantities["frechet"] == wrong.quantities["frechet"])
    let distances = try [right, wrong].map { try #require($0.quantities["class-frechet"]) }
    #expect(distances[1] > 5 * distances[0], "\(distances)")
    // What the classifier says, counted from its probabilities.
    let others = Figures.dataset(240, seed: 3)
    let batch = try others.batch(of: Array(0..<240))
    let probabilities = classifier.probabilities(of: classifier.features(of: batch))
    for (measurement, turn) in [(right, 0), (wrong, 1)] {
      let seen = (0..<240).count { row in
        let values = Array(probabilities[row])
        return values.firstIndex(of: values.max() ?? 0) == (row + turn) % Figures.kinds
      }
      #expect(measurement.quantities["class-agreement"] == Double(seen) / 240)
    }
    let scores = try #require(right.classes)
    #expect(scores.classes.map(\.sampleCount) == [60, 60, 60, 60])
    #expect(scores.classes.allSatisfy { $0.agreement != nil && $0.frechet != nil })
  }

  @Test func imagesWithoutLabelsHaveNoClasses() throws {
    let reader = SampleReader(
      [.frechet, .classes],
      PixelExtractor(for: Figures.shape, side: 4),
      images: Figures.shape
    )
    let reference = try RealReference(Figures.dataset(60), count: 60, reader: reader)
    let unlabeled = Figures.dataset(60, seed: 4).picked(Array(0..<60))
    let found = try Evaluator(against: reference)
      .measure(DatasetSamples(unlabeled), count: 60, seed: 0)
    #expect(found.classes == nil && found.quantities["class-frechet"] == nil)
    #expect(found.quantities["frechet"] != nil)
  }
}
