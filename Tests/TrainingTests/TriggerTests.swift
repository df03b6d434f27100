import Archives
import Batches
import ExitTestSupport
import Testing
import Training

@Suite struct TriggerTests {
  /// The iterations at which a trigger fires in a run of `iterations` on `perEpoch` examples, `batchSize` each.
  private func firings(
    _ trigger: Trigger,
    iterations: Int,
    perEpoch: Int,
    batchSize: Int = 1
  ) -> [Int] {
    func moment(_ iteration: Int) -> Moment {
      let examples = iteration * batchSize
      return Moment(
        iteration: iteration,
        progress: EpochProgress(
          epoch: examples / perEpoch,
          example: examples % perEpoch,
          of: perEpoch
        ),
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
    let before = Moment(iteration: 9, progress: EpochProgress(epoch: 0, example: 9, of: 10))
    let after = Moment(iteration: 10, progress: EpochProgress(epoch: 5, example: 2, of: 10))
    #expect(Trigger.epochs(1).fires(from: before, to: after))
    let later = Moment(iteration: 11, progress: EpochProgress(epoch: 5, example: 9, of: 10))
    #expect(!Trigger.epochs(1).fires(from: after, to: later))
  }

  /// 0.3 / 0.1 is less than 3 in binary: no firing may be lost to that.
  @Test func aTenthOfTenIterationsIsEveryOne() {
    #expect(firings(.epochs(0.1), iterations: 100, perEpoch: 10) == Array(1...100))
  }

  /// Periods as fractions, few of which binary numbers can express, against whole numbers: it fires where
  /// examples · denominator / (numerator · examples an epoch) passes a whole number.
  @Test(
    arguments: [
      (1, 10), (3, 10), (7, 10), (1, 3), (2, 3), (5, 6), (1, 7), (1, 1000), (9, 4), (33, 10),
      (5, 1),
    ],
    [(10, 1), (7, 1), (50, 3), (1000, 7), (60_000, 50), (50_000, 128), (60_000, 999)]
  )
  func firesExactly(_ period: (over: Int, under: Int), _ data: (perEpoch: Int, batchSize: Int)) {
    func passed(_ iteration: Int) -> Int {
      iteration * data.batchSize * period.under / (period.over * data.perEpoch)
    }
    let iterations = 5000
    #expect(
      firings(
        .epochs(Double(period.over) / Double(period.under)),
        iterations: iterations,
        perEpoch: data.perEpoch,
        batchSize: data.batchSize
      ) == (1...iterations).filter { passed($0) > passed($0 - 1) }
    )
  }

  /// However late in a run: a thousand epochs on, a period that fits fires as in the first.
  @Test func firesExactlyAfterManyEpochs() {
    let (perEpoch, period) = (60_000, 0.1)
    for epoch in [0, 1, 999, 1_000_000, 1_000_000_000] {
      let firings = (1..<perEpoch).filter { example in
        func moment(_ example: Int) -> Moment {
          Moment(
            iteration: example,
            progress: EpochProgress(epoch: epoch, example: example, of: perEpoch)
          )
        }
        return Trigger.epochs(period).fires(from: moment(example - 1), to: moment(example))
      }
      #expect(firings == (1...9).map { $0 * 6000 }, "epoch \(epoch)")
    }
  }

  @Test func aResumedRunFiresAsTheOneThatWasNotStopped() throws {
    /// Runs until some iteration, from a state if there is one, and returns firings and state.
    func run(until length: Int, from state: NamedArrays? = nil) throws -> ([Int], NamedArrays) {
      let scratch = try Scratch()
      let bench = try Bench(in: scratch, until: .iterations(length), datasetCount: 70, batchSize: 7)
      var firings: [Int] = []
      let extensions: [(Trigger, String)] = [(.epochs(0.1), "tenths"), (.epochs(0.3), "thirds")]
      for (trigger, name) in extensions {
        bench.trainer.extend(Periodic(name) { firings.append($0.iteration) }, every: trigger)
      }
      if let state { try bench.trainer.restore(from: state, path: "state") }
      try bench.trainer.run()
      return (firings, try bench.trainer.state())
    }
    let (whole, _) = try run(until: 60)
    #expect(whole.count == 60 + 20)
    for stop in 1..<60 {
      let (first, state) = try run(until: stop)
      #expect(try first + run(until: 60, from: state).0 == whole, "stopped after \(stop)")
    }
  }

  @Test func firesAtTheEndOnceMore() {
    #expect(firings(.atEnd, iterations: 10, perEpoch: 4) == [10])
    #expect(firings(.iterations(4).orAtEnd, iterations: 10, perEpoch: 4) == [4, 8, 10])
    #expect(firings(.iterations(5).orAtEnd, iterations: 10, perEpoch: 4) == [5, 10])
  }

  @Test func refusesPeriodsThatAreNone() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let start = Moment(iteration: 0, progress: EpochProgress(epoch: 0, example: 0, of: 1))
        _ = Trigger.iterations(0).fires(from: start, to: start)
      },
      "Trigger: a period of 0 iterations"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let start = Moment(iteration: 0, progress: EpochProgress(epoch: 0, example: 0, of: 1))
        _ = Trigger.epochs(-1).fires(from: start, to: start)
      },
      "Trigger: a period of -1.0 epochs"
    )
  }
}
