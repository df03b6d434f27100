import Adversarial
import Datasets
import ExitTestSupport
import Randomness
import TensorCore
import Testing

@Suite struct ConditionTests {
  private func stream(_ seed: UInt64 = 1) -> RandomStream {
    RandomStream(seed: seed, purpose: "labels")
  }

  @Test func partsAndJointsKeepTheOrder() {
    let classes = Condition.classes([3, 1, 4, 1], of: 5)
    #expect(classes[1..<3] == .classes([1, 4], of: 5))
    #expect(classes[0..<1].joined(with: classes[2..<4]) == .classes([3, 4, 1], of: 5))
    #expect((classes.count, classes.labels) == (4, [3, 1, 4, 1]))
    #expect(Condition.none[1..<3] == .none && Condition.none.joined(with: .none) == .none)
    #expect(Condition.none.count == nil && Condition.none.labels == nil)
  }

  @Test func oneHotIsOneAtTheClass() {
    #expect(Condition.none.oneHot == nil)
    let rows = Condition.classes([2, 0], of: 3).oneHot
    #expect(rows?.shape == [2, 3] && rows?.scalars == [0, 0, 1, 1, 0, 0])
  }

  @Test func mixturesHaveSharesOfClasses() {
    let (one, other) = (Condition.classes([0, 2], of: 3), Condition.classes([1, 2], of: 3))
    let mixed = one.mixed(with: other, at: 0.25)
    #expect(mixed == .shares([0.75, 0.25, 0, 0, 0, 1], of: 3))
    #expect((mixed.count, mixed.labels) == (2, nil))
    #expect(mixed[1..<2] == .shares([0, 0, 1], of: 3))
    #expect(mixed[0..<1].joined(with: mixed[1..<2]) == mixed)
    #expect(mixed.oneHot?.shape == [2, 3] && mixed.oneHot?.scalars == [0.75, 0.25, 0, 0, 0, 1])
    // The ends are what the classes are.
    #expect(one.mixed(with: other, at: 0).oneHot?.scalars == one.oneHot?.scalars)
    #expect(one.mixed(with: other, at: 1).oneHot?.scalars == other.oneHot?.scalars)
    #expect(Condition.none.mixed(with: .none, at: 0.5) == .none)
    #expect(Condition.shares([], of: 0).count == 0)
  }

  @Test func nothingIsDrawnOfNothing() {
    let random = stream()
    #expect(Conditioning.none.sample(10, using: random) == .none)
    #expect(random.position == 0)
  }

  /// A count of 300 in 3,000 draws has a deviation of 16.4: six of them are never seen.
  @Test func everyClassIsDrawnEquallyOften() {
    let drawn = Conditioning.classes(10).sample(3000, using: stream())
    guard case .classes(let labels, of: 10) = drawn else {
      Issue.record("\(drawn)")
      return
    }
    for label in 0..<10 { #expect(abs(labels.count { $0 == label } - 300) < 100) }
    #expect(Conditioning.classes(10).sample(3000, using: stream()) == drawn)
  }

  @Test func batchesSayTheirLabels() {
    let shape = ImageShape(height: 1, width: 1, channels: 1)
    let batch = ImageBatch(shape: shape, count: 3, pixels: [1, 2, 3], labels: [299, 0, 17])
    #expect(Conditioning.classes(300).condition(of: batch) == .classes([299, 0, 17], of: 300))
    #expect(Conditioning.none.condition(of: batch) == .none)
  }

  @Test func vectorsAreTheSameWhateverIsAskedFor() {
    let latent = Latent(size: 5, distribution: .normal)
    func sampler(_ conditioning: Conditioning) -> InputSampler {
      InputSampler(latent, conditioning, vectors: stream(7), conditions: stream(8))
    }
    let (plain, conditional) = (sampler(.none), sampler(.classes(4)))
    for _ in 0..<3 {
      let (left, right) = (plain(6), conditional(6))
      #expect(left.z.scalars == right.z.scalars)
      #expect(left.condition == .none && right.condition.count == 6)
    }
  }

  @Test func whatDoesNotFitIsRefused() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Condition.classes([1], of: 2).joined(with: .none)
      },
      "Condition: ",
      " joined with none"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Condition.classes([1], of: 2).mixed(with: .classes([1], of: 3), at: 0.5)
      },
      "Condition: ",
      " mixed with "
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Condition.classes([2], of: 2).oneHot
      },
      "Condition: class 2 of 2"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Examples(.zeros([2, 1, 1, 1]), .classes([1], of: 2))
      },
      "Examples: images of",
      "with conditions of 1"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let shape = ImageShape(height: 1, width: 1, channels: 1)
        let batch = ImageBatch(shape: shape, count: 1, pixels: [1], labels: [3])
        _ = Conditioning.classes(3).condition(of: batch)
      },
      "Conditioning: the label 3 for 3 classes"
    )
  }
}
