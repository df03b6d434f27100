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

/// The folder that a run writes to, locked for as long as this object lives.
///
/// If nothing is written, a folder that it created is removed with the object.
public final class RunFolder {
  /// How to open a folder that already holds a run.
  public enum Opening: Sendable {
    /// Refuse the folder.
    case new
    /// Continue in it.
    case resume
    /// Remove the run's files, and nothing else, when the first file of the new run is ready.
    case overwrite
  }

  /// The path as the user gave it.
  public let path: String
  /// The files that the run writes.
  public let files: RunFiles
  private var lock: FileLock?
  /// The run that the next file takes the place of.
  private var replacement: RunReplacement?
  /// The folders that were created, innermost first.
  private let created: [String]

  /// Creates or opens the folder at `path`, and puts right what a killed run left.
  ///
  /// - Parameters:
  ///   - path: The folder's path.
  ///   - opening: How to open a folder that already holds a run.
  ///   - files: The files of the run; only these are ever removed.
  /// - Throws: `FileProblem` if the folder cannot be written, another process uses it, or it holds a run and
  ///   `opening` is `.new`.
  public init(_ path: String, _ opening: Opening, files: RunFiles = RunFiles()) throws {
    self.path = path
    self.files = files
    // A folder that is refused is left unchanged, without a lock file.
    if opening == .new, !RunReplacement.isUnderway(in: path) { try Self.refuseRun(in: path) }
    created = missingFolders(on: path)
    try makeFolder(path)
    lock = try FileLock(ofFolder: path)
    try RunReplacement.putRight(in: path, files)
    if opening == .new { try Self.refuseRun(in: path) }
    for folder in [""] + files.subfolders { removeTemporaries(in: folder) }
    let old = opening == .overwrite ? runFiles : []
    if !old.isEmpty { replacement = try RunReplacement(of: old, in: path) }
  }

  /// No folder, for a process that writes no files: one that shares a run with others.
  public static var nowhere: RunFolder { RunFolder() }

  private init() { (path, files, created) = ("/dev/null", RunFiles(), []) }

  /// Puts right what a process left that was killed while a new run took the place of the folder's old one,
  /// if one was.
  ///
  /// - Throws: `FileProblem` where the old run cannot be put back, or another process has the folder.
  public static func putRight(_ path: String, files: RunFiles) throws {
    guard RunReplacement.isUnderway(in: path) else { return }
    let lock = try FileLock(ofFolder: path)
    defer { withExtendedLifetime(lock) {} }
    try RunReplacement.putRight(in: path, files)
  }

  deinit {
    lock = nil
    // Folders that are not empty stay.
    for folder in created where rmdir(folder) != 0 { break }
  }

  /// The path of a file in the folder.
  public func path(of name: String) -> String { Self.join(path, name) }

  /// Has a file of the run written; the folder in the folder that it is in is created where it is missing.
  ///
  /// The first one takes the place of the run that is to be overwritten, which stays where that fails.
  ///
  /// - Parameters:
  ///   - name: The file's name, relative to the folder.
  ///   - body: Writes the file to a path, whole or not at all.
  /// - Throws: What `body` throws; `FileProblem` where the folder is no longer where it was.
  public func write(_ name: String, by body: (_ path: String) throws -> Void) throws {
    try requireInPlace()
    do {
      // Only in the folder: one that is gone is not made anew.
      if let slash = name.lastIndex(of: "/") {
        let subfolder = path(of: String(name[..<slash]))
        if mkdir(subfolder, 0o777) == 0 { syncFolder(of: subfolder) }
      }
      guard var replacement else { return try body(path(of: name)) }
      try replacement.replace(by: name, body)
      self.replacement = nil
    } catch {
      try requireInPlace()
      throw error
    }
  }

  private func requireInPlace() throws(FileProblem) {
    guard lock?.isInPlace ?? true else {
      throw FileProblem(
        path,
        found: "was moved or removed during the run",
        expected: "the run's folder in its place"
      )
    }
  }

  /// Whether the run has a file of this name, relative to the folder; that of a run to be overwritten is none.
  func holds(_ name: String) -> Bool {
    replacement == nil && FileKind(at: path(of: name)) != .missing
  }

  /// The existing files of the run, relative to the folder.
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

  private func removeTemporaries(in folder: String) {
    let place = folder.isEmpty ? path : path(of: folder)
    for name in Self.names(in: place)
    where files.containTemporary(name, in: folder)
      || (folder.isEmpty && RunReplacement.isHalfWrittenNote(name))
    {
      // One that cannot be removed does no harm.
      try? FileManager.default.removeItem(atPath: Self.join(place, name))
    }
  }

  /// The names of all files in a folder, sorted; none if it cannot be listed.
  static func names(in path: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().filter { FileKind(at: join(path, $0)) != .folder }
  }

  /// The path of a file in the folder of a run, which may be another process's.
  package static func path(of name: String, inRun path: String) -> String { join(path, name) }

  /// The path of `name` in the folder at `path`.
  static func join(_ path: String, _ name: String) -> String {
    path.hasSuffix("/") ? path + name : path + "/" + name
  }
}
