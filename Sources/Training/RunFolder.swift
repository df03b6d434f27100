import Archives

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The folder that a run writes to, kept to itself for as long as this object lives.
///
/// Where nothing came to be written, a folder that was created goes with the object.
public final class RunFolder {
  /// What to do about a run that the folder already holds.
  public enum Opening: Sendable {
    /// Refuse the folder.
    case new
    /// Go on in it.
    case resume
    /// Remove the run's files, and nothing else.
    case overwrite
  }

  /// The path as the user gave it.
  public let path: String
  /// The files that the run writes.
  public let files: RunFiles
  private var lock: FileLock?
  /// The folders that were created, innermost first.
  private let created: [String]

  /// Creates or opens the folder at `path`, and removes what a killed run left half-written.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - opening: What to do about a run that it already holds.
  ///   - files: What the run writes: only these files are ever removed.
  /// - Throws: `FileProblem` where the folder cannot be written, another process has it, or it holds
  ///   a run and `opening` is `.new`.
  public init(_ path: String, _ opening: Opening, files: RunFiles = RunFiles()) throws {
    self.path = path
    self.files = files
    // A folder that is refused stays as it was: without a lock file of ours.
    if opening == .new { try Self.refuseRun(in: path) }
    created = missingFolders(on: path)
    try makeFolder(path)
    lock = try FileLock(ofFolder: path)
    if opening == .new { try Self.refuseRun(in: path) }
    for folder in [""] + files.subfolders { removeTemporaries(in: folder) }
    if opening == .overwrite { try removeRun() }
  }

  deinit {
    lock = nil
    // Folders that hold something stay.
    for folder in created where rmdir(folder) != 0 { break }
  }

  /// The path of a file in the folder.
  public func path(of name: String) -> String { Self.join(path, name) }

  /// The path of a folder in the folder, which is created where it is missing.
  ///
  /// - Throws: `FileProblem` where it cannot be created.
  public func subfolder(_ name: String) throws -> String {
    let folder = path(of: name)
    try makeFolder(folder)
    return folder
  }

  /// The files of the run that are there, relative to the folder.
  public var runFiles: [String] {
    let own = Self.names(in: path).filter { files.contain($0) }
    let others = files.subfolders.sorted().flatMap { folder in
      Self.names(in: path(of: folder)).filter { files.contain($0, in: folder) }
        .map { folder + "/" + $0 }
    }
    return own + others
  }

  private static func refuseRun(in path: String) throws {
    let files = names(in: path).filter(RunFiles.marksRun)
    guard let first = files.first else { return }
    let others = files.count == 1 ? "" : " and \(files.count - 1) more"
    throw FileProblem(
      path,
      found: "already holds a run (\(first)\(others))",
      expected: "a folder without one, unless it is to be resumed or overwritten"
    )
  }

  private func removeRun() throws {
    for name in runFiles {
      let file = path(of: name)
      do {
        try FileManager.default.removeItem(atPath: file)
      } catch {
        throw FileProblem(
          file,
          found: "cannot be removed",
          expected: "a file of the run to be overwritten"
        )
      }
    }
  }

  private func removeTemporaries(in folder: String) {
    let place = folder.isEmpty ? path : path(of: folder)
    for name in Self.names(in: place) where files.containTemporary(name, in: folder) {
      // One that stays does no harm.
      try? FileManager.default.removeItem(atPath: Self.join(place, name))
    }
  }

  /// The names of what is no folder in a folder, sorted; none where it cannot be listed.
  static func names(in path: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().filter { FileKind(at: join(path, $0)) != .folder }
  }

  /// The path of `name` in the folder at `path`.
  static func join(_ path: String, _ name: String) -> String {
    path.hasSuffix("/") ? path + name : path + "/" + name
  }
}
