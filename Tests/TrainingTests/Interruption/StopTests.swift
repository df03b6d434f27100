import Archives
import Terminal
import Testing
import Training

@Suite struct StopTests {
  @Test(arguments: [StopSignal.interrupt, .terminate])
  func finishesTheIterationAndWritesASnapshot(signal: StopSignal) throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(100))
    bench.trainer.extend(LogReport(), every: .iterations(4))
    bench.trainer.extend(Snapshots(), every: .iterations(10))
    let request = StopRequest()
    bench.updater.onUpdate = { if $0 == 13 { request.raise(signal) } }
    var told: [StopSignal] = []
    bench.trainer.willStop = { told.append($0) }
    let path = scratch.path(of: "result/snapshot_iter_13.npz")
    #expect(try bench.trainer.run(stopping: request) == .interrupted(signal, snapshot: path))
    #expect(bench.trainer.iteration == 13)
    #expect(told == [signal])
    #expect(
      try scratch.names(in: "result") == ["log", "snapshot_iter_10.npz", "snapshot_iter_13.npz"]
    )
    let snapshot = try SnapshotFile(readingFrom: path)
    #expect(snapshot.iteration == 13)
    // The entry that was not due is not written: its means continue after a resume.
    #expect(snapshot.arrays["extensions/log/since/counts/gen/loss"]?.elements == .int64([1]))
  }

  @Test func writesNoSnapshotTwice() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(100))
    var written: [Int] = []
    let companion = Snapshots.Companion("gen") { iteration in
      written.append(iteration)
      return .init()
    }
    bench.trainer.extend(Snapshots(with: [companion]), every: .iterations(5))
    let request = StopRequest()
    bench.updater.onUpdate = { if $0 == 10 { request.raise(.interrupt) } }
    let path = scratch.path(of: "result/snapshot_iter_10.npz")
    #expect(try bench.trainer.run(stopping: request) == .interrupted(.interrupt, snapshot: path))
    #expect(written == [5, 10])
  }

  @Test func doesNothingWhereTheStopCameFirst() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(100))
    bench.trainer.extend(Snapshots(), every: .iterations(5))
    let request = StopRequest()
    request.raise(.terminate)
    #expect(try bench.trainer.run(stopping: request) == .interrupted(.terminate, snapshot: nil))
    #expect(bench.updater.updates == 0)
    #expect(try scratch.names(in: "result") == [])
    request.clear()
    bench.updater.onUpdate = { if $0 == 2 { request.raise(.terminate) } }
    try bench.trainer.run(stopping: request)
    #expect(bench.trainer.iteration == 2)
  }

  @Test func isFinishedWhereTheStopCameLast() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(3))
    let request = StopRequest()
    bench.updater.onUpdate = { if $0 == 3 { request.raise(.interrupt) } }
    #expect(try bench.trainer.run(stopping: request) == .finished)
  }

  @Test func remembersTheFirstSignal() {
    let request = StopRequest()
    #expect(request.signal == nil)
    #expect(request.raise(.terminate))
    #expect(!request.raise(.interrupt))
    #expect(request.signal == .terminate)
    #expect(StopSignal.interrupt.exitCode == 130)
    #expect(StopSignal.terminate.exitCode == 143)
  }
}
