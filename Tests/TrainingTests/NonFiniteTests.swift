import Archives
import Testing
import Training

@Suite struct NonFiniteTests {
  @Test(arguments: [(Double.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf")])
  func stopsBeforeAnythingIsWritten(value: Double, text: String) throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(10))
    bench.trainer.extend(LogReport(), every: .iterations(1))
    bench.trainer.extend(Snapshots(keeping: 1), every: .iterations(2))
    bench.updater.override[6] = ["gen/loss": 1, "dis/loss": value]
    let problem = #expect(throws: NonFiniteValue.self) { try bench.trainer.run() }
    let snapshot = scratch.path(of: "result/snapshot_iter_4.npz")
    #expect(
      problem?.description
        == "iteration 6: dis/loss is \(text), so training stops; "
        + "the last good snapshot is \(snapshot)"
    )
    #expect(try scratch.names(in: "result") == ["log", "snapshot_iter_4.npz"])
    #expect(try SnapshotFile.latest(in: scratch.path(of: "result")).iteration == 4)
    #expect(try !scratch.read("result/log").contains("\"iteration\": 6"))
  }

  @Test func saysSoWhereThereIsNoSnapshot() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(10))
    bench.updater.override[1] = ["gen/loss": .nan]
    let problem = #expect(throws: NonFiniteValue.self) { try bench.trainer.run() }
    #expect(problem?.lastSnapshot == nil)
    #expect(problem?.description.hasSuffix("no snapshot was written") == true)
  }

  /// The losses of an iteration are seen before its updates: a snapshot looks at the networks itself.
  @Test func keepsBrokenNetworksOutOfSnapshots() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(10))
    bench.trainer.extend(Snapshots(keeping: 1), every: .iterations(2))
    let updater = bench.updater
    bench.updater.onUpdate = { if $0 == 4 { updater.weight = .infinity } }
    bench.updater.override[4] = ["gen/loss": 1]
    let problem = #expect(throws: NonFiniteValue.self) { try bench.trainer.run() }
    #expect(problem?.name == "updater/weight")
    #expect(problem?.iteration == 4)
    #expect(try scratch.names(in: "result") == ["snapshot_iter_2.npz"])
  }

  @Test func stopsAtWhatExtensionsReport() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(10))
    bench.trainer.extend(
      Periodic("score", priority: .writer) { try $0.report(["score": .nan]) },
      every: .iterations(3)
    )
    let problem = #expect(throws: NonFiniteValue.self) { try bench.trainer.run() }
    #expect(problem?.iteration == 3)
    #expect(problem?.name == "score")
  }
}
