import Adversarial
import ExitTestSupport
import Foundation
import Randomness
import TensorCore
import Testing

@Suite struct TruncationTests {
  private let latent = Latent(size: 70, distribution: .normal)

  private func stream(_ purpose: String = "z") -> RandomStream {
    RandomStream(seed: 3, purpose: purpose)
  }

  /// Every share of numbers below x is that of the normal distribution between ±t, erf(x/√2) / erf(t/√2), up to what
  /// one in ten thousand draws exceeds (Kolmogorov and Smirnov: 2.23/√n).
  @Test(arguments: [0.05, 0.7, 2, 6] as [Float]) func numbersAreOfTheTruncatedDistribution(
    _ threshold: Float
  ) {
    let drawn = latent.sample(600, using: stream())
    let values = Truncation(at: threshold)(drawn, redrawingFrom: stream("redrawn"))
    #expect(values.shape == [600, 70])
    let sorted = values.scalars.sorted()
    #expect(abs(sorted[0]) <= threshold && abs(sorted[sorted.count - 1]) <= threshold)
    func edge(_ x: Float) -> Double { erf(Double(x) / 2.0.squareRoot()) }
    let largest = sorted.enumerated().map { index, x in
      abs((1 + edge(x) / edge(threshold)) / 2 - (Double(index) + 0.5) / Double(sorted.count))
    }.max()
    #expect((largest ?? 1) < 2.23 / Double(sorted.count).squareRoot())
  }

  @Test func elementsWithinStayAsTheyAre() {
    let drawn = latent.sample(20, using: stream())
    let values = Truncation(at: 1)(drawn, redrawingFrom: stream("redrawn"))
    for (before, after) in zip(drawn.scalars, values.scalars) {
      #expect(abs(before) <= 1 ? after == before : abs(after) <= 1)
    }
    let untouched = stream("redrawn")
    let same = Truncation(at: 6)(drawn, redrawingFrom: untouched)
    #expect(same.isIdentical(to: drawn) && untouched.position == 0)
  }

  /// As without truncation: the first vectors are the same however many follow, and conditions do not matter.
  @Test func vectorsDependOnTheSeedAlone() {
    func inputs(_ count: Int, _ conditioning: Conditioning, _ truncation: Truncation?)
      -> GeneratorInput
    {
      let sampler = InputSampler(
        latent,
        conditioning,
        vectors: stream(),
        conditions: stream("labels"),
        truncation: truncation
      )
      return sampler(count)
    }
    let few = inputs(3, .none, Truncation(at: 0.5))
    let many = inputs(9, .classes(4), Truncation(at: 0.5))
    #expect(many[0..<3].z.isIdentical(to: few.z))
    #expect(many.condition == inputs(9, .classes(4), nil).condition)
    #expect(inputs(9, .none, nil).z.isIdentical(to: latent.sample(9, using: stream())))
    #expect(!few.z.isIdentical(to: inputs(3, .none, Truncation(at: 0.6)).z))
  }

  @Test func whatMakesNoSenseIsRefused() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Truncation(at: .nan)
      },
      "Truncation: a threshold of nan"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = InputSampler(
          Latent(size: 2, distribution: .uniform),
          .none,
          vectors: RandomStream(seed: 0, purpose: "z"),
          conditions: RandomStream(seed: 0, purpose: "labels"),
          truncation: Truncation(at: 1)
        )
      },
      "InputSampler: uniform vectors are not truncated"
    )
  }
}
