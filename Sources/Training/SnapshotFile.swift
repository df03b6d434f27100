public import Archives

/// A snapshot that was read whole from its file.
public struct SnapshotFile: Equatable, Sendable {
  /// The path it was read from.
  public let path: String
  /// The iterations done when it was taken.
  public let iteration: Int
  /// What it holds: see `Trainer.state()`.
  public let arrays: NamedArrays

  /// Reads the snapshot at `path`.
  ///
  /// - Throws: `FileProblem` where the file cannot be read, is broken or is no snapshot.
  public init(readingFrom path: String) throws {
    arrays = try NPZ.read(path, limits: .checkpoints)
    guard arrays["trainer/iteration"] != nil else {
      throw FileProblem(path, found: "lacks 'trainer/iteration'", expected: "a training snapshot")
    }
    iteration = try StateReader(snapshot: arrays, file: path).integer("trainer/iteration")
    self.path = path
  }

  /// What `Trainer.notes` held when the snapshot was taken, such as the recipe.
  public var notes: NamedArrays { arrays.section("notes/") }

  /// The newest snapshot in a folder that can be read and is whole.
  ///
  /// - Parameters:
  ///   - folder: The path of the folder.
  ///   - report: Called for each newer one that is passed over, with its path and what is wrong
  ///     with it.
  /// - Returns: The snapshot, read.
  /// - Throws: `FileProblem` where there is none.
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
    let expected = "a whole snapshot_iter_N.npz; a run that has none can only start anew"
    throw FileProblem(folder, found: found, expected: expected)
  }

  /// Iterations and paths of what is called a snapshot in a folder, newest first, all unread.
  public static func list(in folder: String) -> [(iteration: Int, path: String)] {
    FileSeries.snapshots.files(inRun: folder)
      .map { ($0.iteration, RunFolder.join(folder, $0.path)) }
      .reversed()
  }
}
