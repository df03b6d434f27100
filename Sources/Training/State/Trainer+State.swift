public import Archives
import Batches

/// The content of a snapshot, and how a trainer resumes from it.
///
/// | names | what |
/// |---|---|
/// | `snapshot/format` | the version of the names: `NamedArrays.stateFormat` |
/// | `trainer/iteration`, `trainer/elapsed_time` | the progress of the run |
/// | `updater/…` | the state of what is trained |
/// | `batches/…` | the position in the dataset |
/// | `extensions/NAME/…` | the state of the extension `NAME` |
/// | `notes/…` | notes about the run, such as its recipe |
extension Trainer {
  /// Everything needed to resume bit-identically.
  public func state() throws -> NamedArrays {
    try settle()
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

  /// Restores a saved state; extensions must have been added before.
  ///
  /// The state of extensions that this trainer does not have is ignored, and extensions without a saved state
  /// start from scratch. Notes are not restored: they are those of the new run.
  ///
  /// - Parameters:
  ///   - arrays: The result of `state()`, in this version of Forger or an earlier one.
  ///   - path: The file that they were read from, for messages.
  /// - Throws: `FileProblem` if the state does not fit; the trainer is unusable then.
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
    pending = nil
    earlierTime = elapsedTime
    lastSnapshot = path
  }

  /// Resumes from a snapshot.
  ///
  /// - Throws: `FileProblem` if it does not fit; the trainer is unusable then.
  public func resume(from snapshot: SnapshotFile) throws {
    try restore(from: snapshot.arrays, path: snapshot.path)
  }
}

extension StateReader {
  /// A reader of a snapshot's arrays that knows their format.
  ///
  /// - Throws: `FileProblem` if they were written by a later version of Forger.
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
