public import Archives
import Preconditions
internal import Terminal

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes snapshots, `snapshot_iter_N.npz`, from which a run resumes bit-identically, and companion files
/// such as checkpoints of the networks.
///
/// Every file is complete or absent. The snapshot is written last, so that its companions exist if it does,
/// and old ones are removed only after that. If it cannot be written, its companions are removed as well: on
/// a full disk, their space is needed.
public final class Snapshots: Extension {
  /// A file that is written with each snapshot, such as `gen_iter_N.npz`.
  public struct Companion {
    /// The beginning of its name: `gen`.
    public let stem: String
    /// The series of its files.
    var series: FileSeries { FileSeries(stem) }
    /// Its content at an iteration.
    public let arrays: (_ iteration: Int) throws -> NamedArrays

    /// A companion file.
    public init(_ stem: String, arrays: @escaping (_ iteration: Int) throws -> NamedArrays) {
      self.stem = stem
      self.arrays = arrays
    }
  }

  /// `snapshots`.
  public let name = "snapshots"
  /// Last of all, so that it saves what the others did in the same iteration.
  public let priority = ExtensionPriority.keeper
  /// The iteration of the last snapshot written by this object.
  public private(set) var lastIteration: Int?

  private let kept: Int?
  private let companions: [Companion]

  /// Snapshots, of which only the newest `kept` stay, or all.
  ///
  /// - Precondition: `kept` is positive.
  public init(keeping kept: Int? = nil, with companions: [Companion] = []) {
    if let kept { require(kept > 0, "Snapshots: keeping \(kept) of them") }
    self.kept = kept
    self.companions = companions
  }

  /// Writes the files of this iteration, then removes those of old ones.
  ///
  /// - Throws: `NonFiniteValue` if the updater's state holds a value that is not finite, which the losses
  ///   cannot show, as they are computed before the update; `FileProblem` if a file cannot be written.
  public func run(in trainer: Trainer) throws {
    let iteration = trainer.iteration
    let state = try trainer.state()
    try requireFinite(state, trainer)
    let (folder, name) = (trainer.folder, FileSeries.snapshots.path(of: iteration))
    let file = folder.path(of: name)
    var added: [String] = []
    do {
      for companion in companions {
        let name = companion.series.path(of: iteration)
        let isNew = !folder.holds(name)
        try folder.write(name) { try NPZ.write(companion.arrays(iteration), to: $0) }
        if isNew { added.append(folder.path(of: name)) }
      }
      try folder.write(name) { try NPZ.write(state, to: $0) }
    } catch {
      for path in added { try? FileManager.default.removeItem(atPath: path) }
      throw error
    }
    lastIteration = iteration
    trainer.lastSnapshot = file
    removeOld(in: trainer.folder, before: iteration)
  }

  /// Writes the files of the last iteration, unless they exist.
  public func interrupt(_ trainer: Trainer) throws {
    if lastIteration != trainer.iteration { try run(in: trainer) }
  }

  /// Finishes removals that a killed run did not get to, if the run resumes from a snapshot in this folder.
  public func initialize(_ trainer: Trainer) throws {
    let iteration = trainer.iteration
    let file = trainer.folder.path(of: FileSeries.snapshots.path(of: iteration))
    if trainer.lastSnapshot == file { removeOld(in: trainer.folder, before: iteration) }
  }

  private func requireFinite(_ state: NamedArrays, _ trainer: Trainer) throws {
    for name in state.names where name.hasPrefix("updater/") {
      if let value = state[name]?.firstNonFinite {
        throw NonFiniteValue(
          iteration: trainer.iteration,
          name: name,
          value: value,
          lastSnapshot: trainer.lastSnapshot
        )
      }
    }
  }

  /// Removes all but `kept` snapshots up to `iteration`; later ones are left from before the run was resumed
  /// at an earlier snapshot, and are not removed.
  private func removeOld(in folder: RunFolder, before iteration: Int) {
    guard let kept else { return }
    let old = SnapshotFile.list(in: folder.path).filter { $0.iteration <= iteration }.dropFirst(
      kept
    )
    for snapshot in old {
      // The snapshot is removed last, on the disk too: if the process is killed in between, the next round finds it.
      // A file that cannot be removed must not stop training.
      for companion in companions {
        let name = companion.series.path(of: snapshot.iteration)
        try? FileManager.default.removeItem(atPath: folder.path(of: name))
      }
      if !companions.isEmpty { syncFolder(of: snapshot.path) }
      try? FileManager.default.removeItem(atPath: snapshot.path)
    }
  }
}

extension NumpyArray {
  /// The first element that is not finite, if the elements are of a floating-point type.
  fileprivate var firstNonFinite: Double? {
    switch elements {
    case .float32(let values): values.first { !$0.isFinite }.map(Double.init)
    case .float64(let values): values.first { !$0.isFinite }
    case .int32, .int64, .uint64, .uint8: nil
    }
  }
}
