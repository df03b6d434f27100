import Archives
import Terminal
import Testing
import Training

/// Steps that a device still computes while the next one begins.
@Suite struct LateObservationTests {
  /// Writes down what it records, and which iterations were done by then.
  private final class Record: Extension {
    let name = "record"
    let priority = ExtensionPriority.recorder
    var entries: [String] = []

    func record(_ observation: Observation, in trainer: Trainer) throws {
      let names = observation.names.joined(separator: " ")
      entries.append("\(trainer.iteration): \(names)")
    }
    func run(in trainer: Trainer) throws { entries.append("runs at \(trainer.iteration)") }
  }

  @Test func observationsComeOneStepLateWhereNothingRuns() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(7))
    bench.updater.isLate = true
    let record = Record()
    bench.trainer.extend(record, every: .iterations(3))
    bench.trainer.extend(
      Periodic("score", priority: .writer) { try $0.report(["score": 1]) },
      every: .iterations(6)
    )
    try bench.trainer.run()
    // Each once: late but at iterations 3 and 6, where an extension runs, and the last.
    #expect(bench.updater.waits == [[1, 2], [2, 3], [3, 3], [4, 5], [5, 6], [6, 6], [7, 7]])
    let losses = "gen/loss dis/loss"
    #expect(
      record.entries == [
        "1: \(losses)", "2: \(losses)", "3: \(losses)", "runs at 3",
        "4: \(losses)", "5: \(losses)", "6: \(losses)", "6: score", "runs at 6", "7: \(losses)",
      ]
    )
  }

  /// What is left of a run.
  private struct Rest: Equatable {
    let log: String
    let state: NamedArrays
    let snapshots: [NamedArrays]
  }

  /// A run of 95 iterations.
  private func run(late isLate: Bool, stoppingAt stop: Int? = nil) throws -> Rest {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(95))
    let request = StopRequest()
    bench.updater.isLate = isLate
    bench.updater.onUpdate = { [clock = bench.clock] number in
      clock.time += 1
      if number == stop { request.raise(.interrupt) }
    }
    bench.trainer.extend(LogReport(), every: .iterations(7))
    bench.trainer.extend(Snapshots(keeping: 9), every: .iterations(10))
    try bench.trainer.run(stopping: request)
    return try Rest(
      log: scratch.read("result/log"),
      state: bench.trainer.state(),
      snapshots: scratch.names(in: "result").filter { $0.hasSuffix("npz") }.map {
        try SnapshotFile(readingFrom: scratch.path(of: "result/\($0)")).arrays
      }
    )
  }

  @Test func nothingElseDiffers() throws {
    let found = try run(late: true)
    #expect(found.snapshots.count == 9)
    #expect(try found == run(late: false))
  }

  @Test func aStopLosesNothing() throws {
    let found = try run(late: true, stoppingAt: 33)
    #expect(found.snapshots.count == 4)
    #expect(try found == run(late: false, stoppingAt: 33))
  }

  /// Weights have moved on by then, but nothing is written.
  @Test func aLateValueThatIsNotFiniteStopsTheRun() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(10))
    bench.updater.isLate = true
    let record = Record()
    bench.trainer.extend(record, every: .never)
    bench.trainer.extend(Snapshots(keeping: 1), every: .iterations(4))
    bench.updater.override[6] = ["gen/loss": 1, "dis/loss": .nan]
    let problem = #expect(throws: NonFiniteValue.self) { try bench.trainer.run() }
    #expect(problem?.iteration == 6)
    #expect(problem?.name == "dis/loss")
    #expect(bench.updater.updates == 7)
    #expect(record.entries.last == "5: gen/loss dis/loss")
    #expect(try scratch.names(in: "result") == ["snapshot_iter_4.npz"])
  }

  @Test func aTrainerThatResumesForgetsWhatItWaitedFor() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(8))
    bench.updater.isLate = true
    let record = Record()
    bench.trainer.extend(record, every: .never)
    bench.trainer.extend(Snapshots(keeping: 1), every: .iterations(4))
    bench.updater.onUpdate = { if $0 == 6 { throw CancellationError() } }
    #expect(throws: CancellationError.self) { try bench.trainer.run() }
    record.entries = []
    bench.updater.onUpdate = { _ in }
    try bench.trainer.resume(from: SnapshotFile.latest(in: scratch.path(of: "result")))
    try bench.trainer.run()
    #expect(record.entries == (5...8).map { "\($0): gen/loss dis/loss" })
  }
}
