public import Archives

/// A snapshot that has been read from its file.
public struct SnapshotFile: Equatable, Sendable {
  /// The path it was read from.
  public let path: String
  /// The iterations done when it was taken.
  public let iteration: Int
  /// Its content: see `Trainer.state()`.
  public let arrays: NamedArrays

  /// Reads the snapshot at `path`.
  ///
  /// - Throws: `FileProblem` if the file cannot be read, is damaged or is not a snapshot.
  public init(readingFrom path: String) throws {
    arrays = try NPZ.read(path, limits: .checkpoints)
    guard arrays["trainer/iteration"] != nil else {
      throw FileProblem(path, found: "lacks 'trainer/iteration'", expected: "a training snapshot")
    }
    iteration = try StateReader(snapshot: arrays, file: path).integer("trainer/iteration")
    self.path = path
  }

  /// The run's `Trainer.notes`, such as the recipe.
  public var notes: NamedArrays { arrays.section("notes/") }

  /// The newest intact snapshot in a folder.
  ///
  /// - Parameters:
  ///   - folder: The path of the folder.
  ///   - report: Called for each newer one that is skipped, with its path and problem.
  /// - Returns: The snapshot.
  /// - Throws: `FileProblem` if there is none.
  public static func latest(
    in folder: String,
    skipping report: (_ path: String, _ problem: any Error) -> Void = { _, _ in }
  ) throws -> SnapshotFile {
    let candidates = list(in: folder)
    for (iteration, path) in candidates {
      do {
        let snapshot = try SnapshotFile(readingFrom: path)
        guard snapshot.iteration == iteration else {
          throw FileProblem(
            path,
            found: "was taken at iteration \(snapshot.iteration)",
            expected: "iteration \(iteration), as its name says"
          )
        }
        return snapshot
      } catch {
        report(path, error)
      }
    }
    let found =
      switch candidates.count {
      case 0: "holds no snapshot"
      case 1: "holds one snapshot, which cannot be read"
      case let count: "holds \(count) snapshots, none of which can be read"
      }
    if RunReplacement.isUnderway(in: folder) {
      throw FileProblem(
        folder,
        found:
          "\(found): it was about to be overwritten, and its files are in \(RunReplacement.folder)",
        expected: "a run; the next training in the folder puts it right, --resume latest as well"
      )
    }
    let expected = "an intact snapshot_iter_N.npz; a run without one can only start over"
    throw FileProblem(folder, found: found, expected: expected)
  }

  /// Iterations and paths of all files named like snapshots in a folder, newest first, without reading them.
  public static func list(in folder: String) -> [(iteration: Int, path: String)] {
    FileSeries.snapshots.files(inRun: folder)
      .map { ($0.iteration, RunFolder.join(folder, $0.path)) }
      .reversed()
  }
}
