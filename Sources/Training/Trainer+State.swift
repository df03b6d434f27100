public import Archives
import Datasets

/// What a snapshot holds, and the way back.
///
/// | names | what |
/// |---|---|
/// | `trainer/iteration`, `trainer/elapsed_time` | how far the run was |
/// | `updater/…` | what is trained |
/// | `batches/…` | the place in the dataset |
/// | `extensions/NAME/…` | the state of the extension `NAME` |
/// | `notes/…` | what was said about the run, such as its recipe |
extension Trainer {
  /// Everything needed to continue bit-identically.
  public func state() throws -> NamedArrays {
    var state = NamedArrays()
    state.set("trainer/iteration", to: iteration)
    state.set("trainer/elapsed_time", to: elapsedTime)
    state.merge(notes, under: "notes/")
    state.merge(try updater.state(), under: "updater/")
    state.merge(batches.state(), under: "batches/")
    for entry in entries {
      state.merge(try entry.body.state(), under: "extensions/\(entry.name)/")
    }
    return state
  }

  /// Continues from a saved state; extensions must have been added before.
  ///
  /// The state of an extension that this trainer does not have is passed over, an extension of which
  /// nothing was saved starts anew. Notes are not restored: they are this run's.
  ///
  /// - Throws: `FileProblem` where the state does not fit; the trainer is of no use then.
  public func restore(from state: NamedArrays, path: String) throws {
    let own = ["trainer/iteration", "trainer/elapsed_time"]
    let sections = ["notes/", "updater/", "batches/", "extensions/"]
    for name in state.names
    where !own.contains(name) && !sections.contains(where: name.hasPrefix) {
      throw FileProblem(
        path,
        found: "holds an array \(name)",
        expected: "those of a training snapshot"
      )
    }
    let iteration = try state.integer("trainer/iteration", in: path)
    let elapsedTime = try state.number("trainer/elapsed_time", in: path)
    guard 0..<NamedArrays.countLimit ~= iteration, elapsedTime >= 0 else {
      throw FileProblem(
        path,
        found: "was taken at iteration \(iteration), after \(elapsedTime) seconds",
        expected: "numbers that a run can reach"
      )
    }
    try updater.restore(from: state.section("updater/"), path: path)
    try batches.restore(from: state.section("batches/"), path: path)
    for entry in entries {
      let section = state.section("extensions/\(entry.name)/")
      if section.count > 0 { try entry.body.restore(from: section, path: path) }
    }
    self.iteration = iteration
    earlierTime = elapsedTime
    lastSnapshot = path
  }

  /// Continues from a snapshot that was found or read.
  ///
  /// - Throws: `FileProblem` where it does not fit; the trainer is of no use then.
  public func resume(from snapshot: SnapshotFile) throws {
    try restore(from: snapshot.arrays, path: snapshot.path)
  }
}
