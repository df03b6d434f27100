import Archives
import Recipes
import Testing
import Training

/// What a run is warned of, and when.
@Suite struct CollapseWatchTests {
  /// The warnings of so many iterations that all see the same.
  private func warnings(
    _ watch: inout CollapseWatch,
    _ count: Int,
    real: Double = 0.7,
    fake: Double = 0.3,
    generator: Double = 1,
    discriminator: Double = 0.6
  ) -> [CollapseWarning] {
    (0..<count).flatMap { _ in
      watch.observe([
        "D(x)": real, "D(G(z))": fake, "gen/loss": generator, "dis/loss": discriminator,
      ])
    }
  }

  private func watch(isCrossEntropy: Bool = true, real: Double? = 0.15) -> CollapseWatch {
    CollapseWatch(isCrossEntropy: isCrossEntropy, realSimilarity: real)
  }

  @Test func healthyRunsHearNothing() {
    var watch = watch()
    #expect(warnings(&watch, 2000).isEmpty)
    for step in 0..<50 {
      // Up and down, as healthy runs go.
      let rest = Double(step % 3)
      let found: Observation = ["coverage": 0.6 + 0.1 * rest, "similarity": 0.2 - 0.02 * rest]
      #expect(watch.evaluate(found).isEmpty)
    }
  }

  @Test func overpoweringDiscriminatorsAreReportedOnce() throws {
    var watch = watch()
    let told = warnings(&watch, 1000, real: 0.999, fake: 0.001)
    #expect(told.count == 1)
    guard case .overpoweringDiscriminator(let real, let fake)? = told.first else {
      Issue.record("\(told)")
      return
    }
    #expect(abs(real - 0.999) < 1e-12 && abs(fake - 0.001) < 1e-12)
    // Over, and there again: a second warning.
    #expect(warnings(&watch, 500).isEmpty)
    #expect(warnings(&watch, 1000, real: 0.999, fake: 0.001).count == 1)
  }

  /// One of the two alone is no sign.
  @Test(arguments: [(0.999, 0.2), (0.8, 0.001)])
  func oneOutputAloneIsNoSign(_ real: Double, _ fake: Double) {
    var watch = watch()
    #expect(warnings(&watch, 1000, real: real, fake: fake).isEmpty)
  }

  /// The start of a run is no sign of its end.
  @Test func firstIterationsAreForgiven() {
    var watch = watch()
    #expect(warnings(&watch, 99, real: 1, fake: 0, generator: 50, discriminator: 0).isEmpty)
    #expect(warnings(&watch, 1, real: 1, fake: 0, generator: 50, discriminator: 0).count == 2)
  }

  @Test(arguments: [(20.0, 0.5), (3.0, 1e-5)])
  func saturatedLossesAreReported(_ generator: Double, _ discriminator: Double) throws {
    var watch = watch()
    let told = warnings(&watch, 1000, generator: generator, discriminator: discriminator)
    #expect(told.count == 1)
    guard case .saturatedLoss(let first, let second)? = told.first else {
      Issue.record("\(told)")
      return
    }
    #expect(abs(first - generator) < 1e-9 && abs(second - discriminator) < 1e-9)
  }

  /// The outputs of a critic are no probabilities.
  @Test func lossesOfCriticsCauseNoWarning() {
    var watch = watch(isCrossEntropy: false)
    #expect(warnings(&watch, 1000, real: 50, fake: -50, generator: 50, discriminator: -100).isEmpty)
  }

  @Test func fallingCoverageIsReported() throws {
    var watch = watch()
    func told(_ coverage: Double) -> [CollapseWarning] { watch.evaluate(["coverage": coverage]) }
    #expect([0.1, 0.4, 0.6, 0.5, 0.31].flatMap(told).isEmpty)
    #expect(told(0.29) == [.fallingCoverage(from: 0.6, to: 0.29)])
    // Once until it is over, which half a recovery is not.
    #expect([0.2, 0.4, 0.1].flatMap(told).isEmpty)
    #expect(told(0.5).isEmpty)
    #expect(told(0.2).count == 1)
  }

  @Test func samplesThatGrowAlikeAreReported() throws {
    var watch = watch()
    func told(_ similarity: Double) -> [CollapseWarning] {
      watch.evaluate(["similarity": similarity])
    }
    // All alike at first, as with every generator that has not learned yet.
    #expect([0.9, 0.6, 0.3, 0.2, 0.39].flatMap(told).isEmpty)
    #expect(told(0.41) == [.growingSimilarity(from: 0.2, to: 0.41, ofReal: 0.15)])
    #expect(told(0.8).isEmpty)
  }

  /// A restored watch warns like one that was never stopped.
  @Test func stateIsAllThatIsNeeded() throws {
    var first = watch()
    _ = warnings(&first, 150, real: 0.99, fake: 0.02)
    _ = first.evaluate(["coverage": 0.8, "similarity": 0.2])
    var second = watch()
    try second.restore(from: StateReader(first.state(), file: "snapshot"))
    #expect(second.state() == first.state())
    for watch in [first, second] {
      var watch = watch
      #expect(warnings(&watch, 10, real: 0.99, fake: 0.02).isEmpty, "it was told before")
      #expect(watch.evaluate(["coverage": 0.3, "similarity": 0.5]).count == 2)
    }
    var fresh = watch()
    #expect(fresh.evaluate(["coverage": 0.3, "similarity": 0.5]).isEmpty)
  }
}
