import Archives
import Testing
import Training

@Suite struct ResumeTests {
  /// A bench with the extensions that have a state.
  private func bench(
    in scratch: Scratch,
    until length: TrainingLength,
    opening: RunFolder.Opening = .new
  ) throws -> (Bench, LogReport) {
    let bench = try Bench(in: scratch, until: length, opening: opening, batchSize: 30)
    let log = LogReport()
    bench.trainer.extend(log, every: .iterations(7))
    bench.trainer.extend(Snapshots(), every: .iterations(10))
    return (bench, log)
  }

  @Test func continuesAsIfNeverStopped() throws {
    let (whole, stopped) = (try Scratch(), try Scratch())
    let (reference, referenceLog) = try bench(in: whole, until: .epochs(20))
    try reference.trainer.run()

    do {
      let (first, _) = try bench(in: stopped, until: .epochs(20))
      first.updater.onUpdate = { [clock = first.clock] number in
        clock.time += 1
        if number == 37 { throw CancellationError() }
      }
      #expect(throws: CancellationError.self) { try first.trainer.run() }
    }
    let (second, log) = try bench(in: stopped, until: .epochs(20), opening: .resume)
    let snapshot = try SnapshotFile.latest(in: stopped.path(of: "result"))
    #expect(snapshot.iteration == 30)
    try second.trainer.resume(from: snapshot)
    #expect(second.trainer.iteration == 30)
    #expect(second.trainer.elapsedTime == 30)
    #expect(second.trainer.lastSnapshot == stopped.path(of: "result/snapshot_iter_30.npz"))
    try second.trainer.run()

    #expect(try second.trainer.state() == reference.trainer.state())
    #expect(log.entries == referenceLog.entries)
    #expect(try stopped.read("result/log") == whole.read("result/log"))
  }

  @Test func dropsLogEntriesLaterThanTheSnapshot() throws {
    let scratch = try Scratch()
    do {
      let (first, _) = try bench(in: scratch, until: .iterations(25))
      try first.trainer.run()
      #expect(try scratch.read("result/log").contains("\"iteration\": 21"))
    }
    let (second, log) = try bench(in: scratch, until: .iterations(12), opening: .resume)
    let path = scratch.path(of: "result/snapshot_iter_10.npz")
    try second.trainer.resume(from: SnapshotFile(readingFrom: path))
    try second.trainer.run()
    #expect(log.entries.map(\.iteration) == [7])
    #expect(try !scratch.read("result/log").contains("\"iteration\": 21"))
  }

  @Test func keepsNotesInSnapshots() throws {
    let scratch = try Scratch()
    let (bench, _) = try bench(in: scratch, until: .iterations(10))
    bench.trainer.notes["recipe"] = NumpyArray(shape: [2], elements: .uint8([123, 125]))
    try bench.trainer.run()
    let snapshot = try SnapshotFile.latest(in: scratch.path(of: "result"))
    #expect(snapshot.notes["recipe"] == NumpyArray(shape: [2], elements: .uint8([123, 125])))
    try bench.trainer.resume(from: snapshot)
  }

  @Test func resumesAFinishedRunWithoutDoingAnything() throws {
    let scratch = try Scratch()
    do {
      let (first, _) = try bench(in: scratch, until: .iterations(10))
      try first.trainer.run()
    }
    let (second, _) = try bench(in: scratch, until: .iterations(10), opening: .resume)
    try second.trainer.resume(from: .latest(in: scratch.path(of: "result")))
    #expect(try second.trainer.run() == .finished)
    #expect(second.updater.updates == 10)
  }

  @Test(arguments: [
    "trainer/iteration", "trainer/elapsed_time", "updater/weight", "batches/position",
    "extensions/log/epoch", "extensions/log/iteration", "extensions/log/elapsed_time",
    "extensions/log/means/gen/loss", "extensions/log/since/counts/gen/loss", "stranger",
    "trainer/stranger", "extensions/log/stranger",
  ])
  func refusesAStateThatDoesNotFit(name: String) throws {
    let scratch = try Scratch()
    let (first, _) = try bench(in: scratch, until: .iterations(10))
    try first.trainer.run()
    var state = try first.trainer.state()
    state[name] = NumpyArray(shape: [3, 1], elements: .int32([1, 2, 3]))
    let problem = #expect(throws: FileProblem.self) {
      try first.trainer.restore(from: state, path: "some.npz")
    }
    #expect(problem?.path == "some.npz")
  }

  @Test(arguments: ["trainer/iteration", "trainer/elapsed_time", "extensions/log/epoch"])
  func refusesAStateThatLacksSomething(name: String) throws {
    let scratch = try Scratch()
    let (first, _) = try bench(in: scratch, until: .iterations(10))
    try first.trainer.run()
    var state = try first.trainer.state()
    state[name] = nil
    #expect(throws: FileProblem.self) {
      try first.trainer.restore(from: state, path: "some.npz")
    }
  }

  @Test(arguments: [
    ("trainer/iteration", NumpyArray(-1 as Int64)), ("trainer/iteration", NumpyArray(Int64.max)),
    ("trainer/elapsed_time", NumpyArray(-1.0)), ("trainer/elapsed_time", NumpyArray(1e300)),
    ("trainer/elapsed_time", NumpyArray(Double.nan)), ("snapshot/format", NumpyArray(-1 as Int64)),
    ("extensions/log/since/counts/gen/loss", NumpyArray(Int64.max)),
  ])
  func refusesImpossibleNumbers(name: String, value: NumpyArray) throws {
    let scratch = try Scratch()
    let (first, _) = try bench(in: scratch, until: .iterations(10))
    try first.trainer.run()
    var state = try first.trainer.state()
    state[name] = value
    let problem = #expect(throws: FileProblem.self) {
      try first.trainer.restore(from: state, path: "some.npz")
    }
    #expect(problem?.found.contains("'\(name)'") == true, "\(problem as Any)")
  }

  @Test func saysWhichVersionsWroteASnapshot() throws {
    let scratch = try Scratch()
    let (first, _) = try bench(in: scratch, until: .iterations(10))
    try first.trainer.run()
    var state = try first.trainer.state()
    #expect(state["snapshot/format"] == NumpyArray(1 as Int64))
    state["snapshot/format"] = NumpyArray(2 as Int64)
    let problem = #expect(throws: FileProblem.self) {
      try first.trainer.restore(from: state, path: "some.npz")
    }
    #expect(problem?.found == "is a snapshot of format 2, which a later version of Forger wrote")
    // Earlier ones have no number.
    state["snapshot/format"] = nil
    try first.trainer.restore(from: state, path: "some.npz")
  }
}
