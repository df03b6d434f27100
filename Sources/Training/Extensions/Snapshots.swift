public import Archives
import Preconditions
internal import Terminal

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes `snapshot_iter_N.npz`, from which a run resumes bit-identically, and companion files such as the
/// networks alone.
///
/// Every file is whole or absent. The snapshot comes last, so that where it is, its companions are, and old
/// ones are removed only after that. Where it cannot be written, its companions go as well: on a full
/// disk, what they take is needed.
public final class Snapshots: Extension {
  /// A file that is written with each snapshot, such as `gen_iter_N.npz`.
  public struct Companion {
    /// What its name starts with: `gen`.
    public let stem: String
    /// Its file of each iteration.
    var series: FileSeries { FileSeries(stem) }
    /// What it holds after so many iterations.
    public let arrays: (_ iteration: Int) throws -> NamedArrays

    /// A companion file.
    public init(_ stem: String, arrays: @escaping (_ iteration: Int) throws -> NamedArrays) {
      self.stem = stem
      self.arrays = arrays
    }
  }

  /// `snapshots`.
  public let name = "snapshots"
  /// Last of all, so that it keeps what the others did in the same iteration.
  public let priority = ExtensionPriority.keeper
  /// The iteration of the snapshot written last by this object.
  public private(set) var lastIteration: Int?

  private let kept: Int?
  private let companions: [Companion]

  /// Snapshots of which the newest `kept` stay, or all of them.
  ///
  /// - Precondition: `kept` is positive.
  public init(keeping kept: Int? = nil, with companions: [Companion] = []) {
    if let kept { require(kept > 0, "Snapshots: keeping \(kept) of them") }
    self.kept = kept
    self.companions = companions
  }

  /// Writes the files of this iteration, then removes those of old ones.
  ///
  /// - Throws: `NonFiniteValue` where the updater's state holds a value that is not finite: the losses of
  ///   an iteration are computed before its update, so that they cannot tell. `FileProblem` where a file
  ///   cannot be written.
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

  /// Writes the files of a run's last iteration, unless that is done.
  public func interrupt(_ trainer: Trainer) throws {
    if lastIteration != trainer.iteration { try run(in: trainer) }
  }

  /// Removes what a killed run had no time to, where the run goes on from a snapshot of this folder.
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

  /// Keeps `kept` snapshots up to `iteration`; later ones are of another course of the run that was
  /// gone back on, and not ours to remove.
  private func removeOld(in folder: RunFolder, before iteration: Int) {
    guard let kept else { return }
    let old = SnapshotFile.list(in: folder.path).filter { $0.iteration <= iteration }.dropFirst(
      kept
    )
    for snapshot in old {
      // The snapshot goes last: where the process is killed in between, the next round finds it. The disk
      // has to know the order, too. One that cannot be removed is no reason to stop the training.
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
  /// The first element that is infinite or not a number, if the elements are of a floating type.
  fileprivate var firstNonFinite: Double? {
    switch elements {
    case .float32(let values): values.first { !$0.isFinite }.map(Double.init)
    case .float64(let values): values.first { !$0.isFinite }
    case .int32, .int64, .uint64, .uint8: nil
    }
  }
}
