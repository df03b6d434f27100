import Archives
import Foundation
import Testing
import Training

@Suite struct SnapshotsTests {
  private func companions(_ bench: Bench) -> [Snapshots.Companion] {
    ["gen", "dis"].map { stem in
      Snapshots.Companion(stem) { [updater = bench.updater] iteration in
        var arrays = NamedArrays()
        arrays[stem] = NumpyArray(shape: [], elements: .int64([Int64(iteration)]))
        #expect(updater.updates == iteration)
        return arrays
      }
    }
  }

  @Test func writesSnapshotsWithTheirCompanions() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(5))
    bench.trainer.extend(Snapshots(with: companions(bench)), every: .iterations(2).orAtEnd)
    try bench.trainer.run()
    let expected = ["dis", "gen", "snapshot"].flatMap { stem in
      [2, 4, 5].map { "\(stem)_iter_\($0).npz" }
    }
    #expect(try scratch.names(in: "result") == expected)
    let generator = try NPZ.read(scratch.path(of: "result/gen_iter_4.npz"))
    #expect(generator["gen"] == NumpyArray(shape: [], elements: .int64([4])))
    #expect(bench.trainer.lastSnapshot == scratch.path(of: "result/snapshot_iter_5.npz"))
  }

  @Test func keepsTheNewest() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(12))
    bench.trainer.extend(
      Snapshots(keeping: 2, with: companions(bench)),
      every: .iterations(1)
    )
    try bench.trainer.run()
    // By number, not by name: 9 is older than 10.
    #expect(
      try scratch.names(in: "result") == [
        "dis_iter_11.npz", "dis_iter_12.npz", "gen_iter_11.npz", "gen_iter_12.npz",
        "snapshot_iter_11.npz", "snapshot_iter_12.npz",
      ]
    )
  }

  @Test func leavesOtherFilesAndLaterSnapshotsAlone() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(2))
    bench.trainer.extend(Snapshots(keeping: 1), every: .iterations(1))
    try scratch.write("", to: "result/snapshot_iter_9.npz")
    try scratch.write("", to: "result/snapshot_iter_1.npz.txt")
    try scratch.write("", to: "result/notes")
    try bench.trainer.run()
    #expect(
      try scratch.names(in: "result") == [
        "notes", "snapshot_iter_1.npz.txt", "snapshot_iter_2.npz", "snapshot_iter_9.npz",
      ]
    )
  }

  @Test func failsWithoutTouchingTheOldOnes() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(4))
    let failing = Snapshots.Companion("gen") { iteration in
      if iteration == 2 { throw CancellationError() }
      return NamedArrays()
    }
    bench.trainer.extend(Snapshots(keeping: 1, with: [failing]), every: .iterations(1))
    #expect(throws: CancellationError.self) { try bench.trainer.run() }
    #expect(try scratch.names(in: "result") == ["gen_iter_1.npz", "snapshot_iter_1.npz"])
  }
}

/// What snapshots leave where they fail or were killed.
@Suite struct SnapshotRemainsTests {
  private func companion(_ stem: String, failingAt iteration: Int = 0) -> Snapshots.Companion {
    Snapshots.Companion(stem) { now in
      if now == iteration { throw CancellationError() }
      return NamedArrays()
    }
  }

  @Test func companionsOfAFailedOneGo() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(4))
    let snapshots = Snapshots(with: [companion("gen"), companion("dis", failingAt: 2)])
    bench.trainer.extend(snapshots, every: .iterations(1))
    #expect(throws: CancellationError.self) { try bench.trainer.run() }
    #expect(
      try scratch.names(in: "result") == [
        "dis_iter_1.npz", "gen_iter_1.npz", "snapshot_iter_1.npz",
      ]
    )
  }

  @Test func companionsThatWereThereBeforeStay() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(4))
    let snapshots = Snapshots(with: [companion("gen"), companion("dis", failingAt: 2)])
    bench.trainer.extend(snapshots, every: .iterations(2))
    try scratch.write("", to: "result/gen_iter_2.npz")
    #expect(throws: CancellationError.self) { try bench.trainer.run() }
    #expect(try scratch.names(in: "result") == ["gen_iter_2.npz"])
  }

  @Test func oldOnesThatAKilledRunLeftGo() throws {
    let scratch = try Scratch()
    do {
      let bench = try Bench(in: scratch, until: .iterations(4))
      bench.trainer.extend(Snapshots(with: [companion("gen")]), every: .iterations(1))
      try bench.trainer.run()
    }
    let bench = try Bench(in: scratch, until: .iterations(4), opening: .resume)
    bench.trainer.extend(Snapshots(keeping: 2, with: [companion("gen")]), every: .iterations(1))
    try bench.trainer.resume(from: .latest(in: scratch.path(of: "result")))
    try bench.trainer.run()
    #expect(
      try scratch.names(in: "result") == [
        "gen_iter_3.npz", "gen_iter_4.npz", "snapshot_iter_3.npz", "snapshot_iter_4.npz",
      ]
    )
  }

  /// The folder's own snapshots may be the only good ones: the other folder can go away.
  @Test func aRunFromAnotherFolderRemovesNothingBeforeItsFirst() throws {
    let (here, elsewhere) = (try Scratch(), try Scratch())
    for scratch in [here, elsewhere] {
      let bench = try Bench(in: scratch, until: .iterations(3))
      bench.trainer.extend(Snapshots(), every: .iterations(1))
      try bench.trainer.run()
    }
    let bench = try Bench(in: here, until: .iterations(3), opening: .resume)
    bench.trainer.extend(Snapshots(keeping: 1), every: .iterations(1))
    try bench.trainer.resume(from: .latest(in: elsewhere.path(of: "result")))
    try bench.trainer.run()
    #expect(try here.names(in: "result").count == 3)
  }
}

@Suite struct SnapshotFileTests {
  /// A folder with the snapshots of a run of so many iterations.
  private func folder(_ scratch: Scratch, iterations: Int) throws -> String {
    let bench = try Bench(in: scratch, until: .iterations(iterations))
    bench.trainer.extend(Snapshots(), every: .iterations(1))
    try bench.trainer.run()
    return scratch.path(of: "result")
  }

  @Test func findsTheNewestByNumber() throws {
    let scratch = try Scratch()
    let folder = try folder(scratch, iterations: 11)
    #expect(try SnapshotFile.latest(in: folder).path == folder + "/snapshot_iter_11.npz")
    #expect(SnapshotFile.list(in: folder).map(\.iteration) == Array((1...11).reversed()))
  }

  @Test func passesOverBrokenOnes() throws {
    let scratch = try Scratch()
    let folder = try folder(scratch, iterations: 4)
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder + "/snapshot_iter_4.npz"))
    try whole.prefix(whole.count / 2)
      .write(to: URL(fileURLWithPath: folder + "/snapshot_iter_4.npz"))
    try scratch.write("", to: "result/snapshot_iter_5.npz")
    // Another's bytes under this name.
    try whole.write(to: URL(fileURLWithPath: folder + "/snapshot_iter_3.npz"))
    try NPZ.write(NamedArrays(), to: folder + "/snapshot_iter_6.npz")
    var skipped: [String] = []
    let snapshot = try SnapshotFile.latest(in: folder) { path, problem in
      skipped.append(path)
      #expect((problem as? FileProblem)?.path == path)
    }
    #expect(snapshot.iteration == 2)
    #expect(skipped == [6, 5, 4, 3].map { folder + "/snapshot_iter_\($0).npz" })
  }

  @Test func saysWhereThereIsNone() throws {
    let scratch = try Scratch()
    #expect(throws: FileProblem(scratch.path, found: "holds no snapshot", expected: expected)) {
      try SnapshotFile.latest(in: scratch.path)
    }
    try scratch.write("no archive", to: "snapshot_iter_7.npz")
    let found = "holds one snapshot, which cannot be read"
    #expect(throws: FileProblem(scratch.path, found: found, expected: expected)) {
      try SnapshotFile.latest(in: scratch.path)
    }
    #expect(throws: FileProblem.self) {
      try SnapshotFile.latest(in: scratch.path(of: "missing"))
    }
  }

  private let expected =
    "an intact snapshot_iter_N.npz; a run without one can only start over"
}
