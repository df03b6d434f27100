import Testing
import Training

@Suite struct TriggerTests {
  /// The iterations at which a trigger fires in a run of `iterations` with `perEpoch` an epoch.
  private func firings(_ trigger: Trigger, iterations: Int, perEpoch: Int) -> [Int] {
    func moment(_ iteration: Int) -> Moment {
      Moment(
        iteration: iteration,
        epochDetail: Double(iteration / perEpoch)
          + Double(iteration % perEpoch) / Double(perEpoch),
        isEnd: iteration == iterations
      )
    }
    return (1...iterations).filter { trigger.fires(from: moment($0 - 1), to: moment($0)) }
  }

  @Test func firesEverySoManyIterations() {
    #expect(firings(.iterations(3), iterations: 10, perEpoch: 4) == [3, 6, 9])
    #expect(firings(.iterations(1), iterations: 3, perEpoch: 4) == [1, 2, 3])
    #expect(firings(.iterations(11), iterations: 10, perEpoch: 4) == [])
  }

  @Test func firesEverySoManyEpochs() {
    #expect(firings(.epochs(1), iterations: 12, perEpoch: 4) == [4, 8, 12])
    #expect(firings(.epochs(2), iterations: 16, perEpoch: 4) == [8, 16])
    #expect(firings(.epochs(0.5), iterations: 8, perEpoch: 4) == [2, 4, 6, 8])
    // 2.5 iterations a period: the first iteration past each.
    #expect(firings(.epochs(0.25), iterations: 10, perEpoch: 10) == [3, 5, 8, 10])
  }

  @Test func firesOnceAnIterationHoweverMuchItCrosses() {
    let before = Moment(iteration: 9, epochDetail: 0.9)
    let after = Moment(iteration: 10, epochDetail: 5.2)
    #expect(Trigger.epochs(1).fires(from: before, to: after))
    let later = Moment(iteration: 11, epochDetail: 5.9)
    #expect(!Trigger.epochs(1).fires(from: after, to: later))
  }

  /// Periods that no binary fraction can express neither miss a firing nor double one.
  @Test(arguments: [(0.1, 1000), (0.3, 7), (0.7, 50)])
  func tenthsOfEpochsAddUp(period: Double, perEpoch: Int) {
    let iterations = 21 * perEpoch
    let count = firings(.epochs(period), iterations: iterations, perEpoch: perEpoch).count
    #expect(abs(Double(count) - 21 / period) <= 1)
  }

  @Test func firesAtTheEndOnceMore() {
    #expect(firings(.atEnd, iterations: 10, perEpoch: 4) == [10])
    #expect(firings(.iterations(4).orAtEnd, iterations: 10, perEpoch: 4) == [4, 8, 10])
    #expect(firings(.iterations(5).orAtEnd, iterations: 10, perEpoch: 4) == [5, 10])
  }

  @Test func refusesPeriodsThatAreNone() async {
    await #expect(processExitsWith: .failure) {
      let start = Moment(iteration: 0, epochDetail: 0)
      _ = Trigger.iterations(0).fires(from: start, to: start)
    }
    await #expect(processExitsWith: .failure) {
      let start = Moment(iteration: 0, epochDetail: 0)
      _ = Trigger.epochs(-1).fires(from: start, to: start)
    }
  }
}
