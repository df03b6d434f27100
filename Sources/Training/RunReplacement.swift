internal import Archives

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

/// An old run in a folder, whose files go when the first file of a new run is ready to take their place.
///
/// A kill at any moment leaves a folder that tells how far it went:
///
/// 1. The file `.replacing` says that the folder `.replaced` is Forger's, what the new run's first file is
///    called, and what the old ones are.
/// 2. The new file is written to `.replaced/new`.
/// 3. The old files are moved to `.replaced/old`.
/// 4. The new file takes its place. Up to here the old run can come back, from here on it is gone.
/// 5. `.replaced` and `.replacing` are removed.
struct RunReplacement {
  /// The file that holds the state of the replacement.
  static let note = ".replacing"
  /// The folder of what is on its way.
  static let folder = ".replaced"
  private static let title = "Forger is putting a new run in the place of an old one."

  private let path: String
  /// The old run's files, relative to the folder.
  private var old: [String]
  /// What they were when the new run began: others than that are the new run's.
  private let versions: [String: FileVersion]
  private var folder: String { RunFolder.join(path, Self.folder) }
  private var note: String { RunFolder.join(path, Self.note) }
  private var oldFolder: String { folder + "/old" }

  /// A replacement to come, of files in the folder at `path`.
  ///
  /// - Throws: `FileProblem` where something else has the names that it needs.
  init(of files: [String], in path: String) throws(FileProblem) {
    (self.path, old) = (path, files)
    versions = FileVersion.all(of: files, in: path)
    for name in [note, folder] where FileKind(at: name, followingLinks: false) != .missing {
      throw FileProblem(
        name,
        found: "is in the way: Forger did not write it, and leaves it as it is",
        expected: "nothing of that name where a run is to be overwritten"
      )
    }
  }

  /// Whether a replacement was interrupted in the folder at `path`.
  static func isUnderway(in path: String) -> Bool {
    FileKind(at: RunFolder.join(path, note), followingLinks: false) == .file
  }

  /// Whether a name is of the note while it was being written.
  static func isHalfWrittenNote(_ name: String) -> Bool {
    guard name.hasPrefix(".\(note)."), name.hasSuffix(".partial") else { return false }
    let parts = name.dropFirst(note.count + 2).dropLast(".partial".count).split(separator: ".")
    return parts.count == 2 && parts.allSatisfy { Int($0) != nil }
  }

  /// Puts right what a killed process left: the old run comes back, or goes if the new one has begun.
  ///
  /// - Parameters:
  ///   - path: The folder, which must be locked.
  ///   - files: The files that a run may have; others are not touched.
  /// - Throws: `FileProblem` where the old run cannot be put back; it says where it is.
  static func putRight(in path: String, _ files: RunFiles) throws(FileProblem) {
    guard isUnderway(in: path),
      let bytes = try? InputFile.read(RunFolder.join(path, note), limit: 64 << 20)
    else { return }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    guard lines.first == title, lines.count > 1, lines.dropFirst().allSatisfy(files.contain(path:))
    else { return }
    let replacement = RunReplacement(path: path, old: Array(lines.dropFirst(2)))
    let hasMoved = FileKind(at: replacement.oldFolder, followingLinks: false) == .folder
    let isWaiting = FileKind(at: replacement.staged(lines[1]), followingLinks: false) == .file
    if hasMoved && !isWaiting {
      replacement.removeOld()
    } else {
      try replacement.putBack()
    }
    replacement.tidyUp(lines[1])
  }

  private init(path: String, old: [String]) { (self.path, self.old, versions) = (path, old, [:]) }

  /// Has the new run's first file written, and puts it in the place of all that is old.
  ///
  /// - Throws: What `body` throws, or a `FileProblem`; the old run is as it was.
  mutating func replace(by name: String, _ body: (_ path: String) throws -> Void) throws {
    // Extensions may have written files by their paths.
    let present = FileVersion.all(of: old, in: path)
    old = old.filter { present[$0] == versions[$0] }
    try AtomicFile.write(([Self.title, name] + old).map { $0 + "\n" }.joined(), to: note)
    do {
      try make(folder)
      try make(folder + "/new")
      try written(name, by: body)
      syncFolder(of: folder + "/new")
      syncFolder(of: folder)
      try moveAside()
      try move(staged(name), to: RunFolder.join(path, name))
    } catch {
      try putBack()
      tidyUp(name)
      throw error
    }
    syncFolder(of: RunFolder.join(path, name))
    syncFolder(of: staged(name))
    removeOld()
    tidyUp(name)
  }

  /// Where the new file waits.
  private func staged(_ name: String) -> String {
    folder + "/new/" + (name.split(separator: "/").last ?? "")
  }

  /// What goes wrong is told of the file's own path.
  private func written(_ name: String, by body: (_ path: String) throws -> Void) throws {
    do {
      try body(staged(name))
    } catch let problem as FileProblem where problem.path == staged(name) {
      throw FileProblem(
        RunFolder.join(path, name),
        found: problem.found,
        expected: problem.expected,
        remedy: problem.remedy
      )
    }
  }

  private func moveAside() throws(FileProblem) {
    try make(oldFolder)
    for folder in subfolders { try make(oldFolder + "/" + folder) }
    // The disk has to know the folders before what is moved to them.
    for folder in [oldFolder] + subfolders.map({ oldFolder + "/" + $0 }) { syncFolder(of: folder) }
    for name in old
    where FileKind(at: RunFolder.join(path, name), followingLinks: false) != .missing {
      try move(RunFolder.join(path, name), to: oldFolder + "/" + name)
    }
    for name in [""] + subfolders.map({ $0 + "/" }) {
      syncFolder(of: oldFolder + "/" + name + "x")
      syncFolder(of: RunFolder.join(path, name + "x"))
    }
  }

  private func putBack() throws(FileProblem) {
    for name in old {
      let (from, to) = (oldFolder + "/" + name, RunFolder.join(path, name))
      guard FileKind(at: from, followingLinks: false) != .missing else { continue }
      guard FileKind(at: to, followingLinks: false) == .missing, rename(from, to) == 0 else {
        throw FileProblem(
          path,
          found: "held a run that cannot be put back from \(oldFolder)",
          expected: "a folder where its files can be moved to again"
        )
      }
      syncFolder(of: to)
    }
  }

  private func removeOld() { for name in old { unlink(oldFolder + "/" + name) } }

  /// Removes what is Forger's, the note last; what anybody added stays.
  private func tidyUp(_ name: String) {
    for folder in subfolders { rmdir(oldFolder + "/" + folder) }
    rmdir(oldFolder)
    let start = ".\(staged(name).split(separator: "/").last ?? "")."
    for file in names(in: folder + "/new") where file.hasPrefix(start) && file.hasSuffix(".partial")
    {
      unlink(folder + "/new/" + file)
    }
    unlink(staged(name))
    rmdir(folder + "/new")
    rmdir(folder)
    guard FileKind(at: folder, followingLinks: false) == .missing else { return }
    // Without the note the folder would be taken for somebody else's: the disk has to know the order.
    syncFolder(of: note)
    unlink(note)
  }

  /// The folders in the run's own that old files are in.
  private var subfolders: [String] {
    Set(old.compactMap { name in name.lastIndex(of: "/").map { String(name[..<$0]) } }).sorted()
  }

  private func make(_ folder: String) throws(FileProblem) {
    guard mkdir(folder, 0o777) == 0 else { throw failure(folder, "cannot be created") }
  }

  private func move(_ file: String, to target: String) throws(FileProblem) {
    guard rename(file, target) == 0 else { throw failure(file, "cannot be moved to \(target)") }
  }

  private func failure(_ path: String, _ what: String) -> FileProblem {
    FileProblem(
      path,
      found: "\(what): \(String(cString: strerror(errno)))",
      expected: "a folder whose files can be moved"
    )
  }
}

/// By what a file is told from another one of its name.
private struct FileVersion: Equatable {
  let number: UInt64
  let seconds: Int
  let nanoseconds: Int

  /// Those of the files that are there.
  static func all(of names: [String], in folder: String) -> [String: FileVersion] {
    var versions: [String: FileVersion] = [:]
    for name in names {
      var information = stat()
      guard lstat(RunFolder.join(folder, name), &information) == 0 else { continue }
      #if canImport(Darwin)
      let time = information.st_mtimespec
      #else
      let time = information.st_mtim
      #endif
      versions[name] = FileVersion(
        number: UInt64(information.st_ino),
        seconds: Int(time.tv_sec),
        nanoseconds: Int(time.tv_nsec)
      )
    }
    return versions
  }
}
