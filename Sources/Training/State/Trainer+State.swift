public import Archives
import Batches

/// What a snapshot holds, and how a trainer continues from it.
///
/// | names | what |
/// |---|---|
/// | `snapshot/format` | the version of the names: `NamedArrays.stateFormat` |
/// | `trainer/iteration`, `trainer/elapsed_time` | how far the run was |
/// | `updater/…` | what is trained |
/// | `batches/…` | the place in the dataset |
/// | `extensions/NAME/…` | the state of the extension `NAME` |
/// | `notes/…` | what was said about the run, such as its recipe |
extension Trainer {
  /// Everything needed to continue bit-identically.
  public func state() throws -> NamedArrays {
    var state = NamedArrays()
    state.set("snapshot/format", to: NamedArrays.stateFormat)
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
  /// The state of an extension that this trainer does not have is ignored, an extension of which
  /// nothing was saved starts anew. Notes are not restored: they are this run's.
  ///
  /// - Parameters:
  ///   - arrays: What `state()` returned, in this version of Forger or an earlier one.
  ///   - path: The file that they were read from, for messages.
  /// - Throws: `FileProblem` where the state does not fit; the trainer is of no use then.
  public func restore(from arrays: NamedArrays, path: String) throws {
    let state = try StateReader(snapshot: arrays, file: path)
    let iteration = try state.integer("trainer/iteration")
    let elapsedTime = try state.seconds("trainer/elapsed_time")
    try updater.restore(from: state.section("updater/"))
    try batches.restore(from: state.section("batches/"))
    for entry in entries {
      let section = state.section("extensions/\(entry.name)/")
      if !section.isEmpty { try entry.body.restore(from: section) }
    }
    state.section("extensions/").skip()
    state.section("notes/").skip()
    try state.finish()
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

extension StateReader {
  /// A reader of a snapshot's arrays, which knows their format.
  ///
  /// - Throws: `FileProblem` where a later version of Forger wrote them.
  public init(snapshot arrays: NamedArrays, file: String) throws(FileProblem) {
    let name = "snapshot/format"
    guard arrays[name] != nil else {
      self.init(arrays, file: file, format: 0)
      return
    }
    let format = try StateReader(arrays, file: file).integer(name)
    guard format <= NamedArrays.stateFormat else {
      throw FileProblem(
        file,
        found: "is a snapshot of format \(format), which a later version of Forger wrote",
        expected: "format \(NamedArrays.stateFormat) or an earlier one"
      )
    }
    self.init(arrays, file: file, format: format)
    _ = try integer(name)
  }
}
