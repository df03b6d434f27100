import Archives
import Datasets

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The folder in which the files of a dataset wait until all of them are there, of the dataset's name with
/// `.part` after it.
///
/// A mark in it, there from the first moment, says that it is Forger's. Nothing is removed from it but the mark
/// and files of the names that a fetch uses; a folder without the mark is somebody else's. Only the holder of
/// the fetch's lock uses it.
struct StagingFolder {
  /// The mark's name.
  static let mark = ".forger-fetch"
  private static let markText = "Forger keeps here what it fetches until all of it is there.\n"

  private let path: String
  private let files: [RemoteFile]

  /// The folder for some files that shall be in `folder`, whose path is absolute.
  init(for files: [RemoteFile], beside folder: String) {
    path = folder + ".part"
    self.files = files
  }

  /// The path of a file while it waits.
  func path(of file: RemoteFile) -> String { path + "/" + file.name }

  /// The bytes that wait, of whole files and of parts.
  var bytesKept: Int {
    guard isOurs else { return 0 }
    return files.flatMap { [$0.name, $0.name + ".part"] }
      .reduce(0) { $0 + (byteCount(of: path + "/" + $1) ?? 0) }
  }

  /// Makes the folder, or finds the one that a fetch left.
  ///
  /// - Throws: `FileProblem` where something else has its name, or it cannot be made.
  func open() throws(FileProblem) {
    if FileKind(at: path, followingLinks: false) == .missing { try make() }
    guard isOurs else {
      throw FileProblem(
        path,
        found: "is in the way: Forger did not make it, and leaves it as it is",
        expected: "no such folder, or that of an unfinished fetch"
      )
    }
  }

  /// Removes what fetches left; somebody else's folder stays, as does what else is in it.
  ///
  /// - Throws: `FileProblem` where something else has the folder's name.
  func clear() throws(FileProblem) {
    if FileKind(at: path, followingLinks: false) == .missing { return }
    try open()
    removeFetched(from: path)
    // The mark stays with what cannot be removed, so that the folder is known the next time.
    guard names(in: path) == [Self.mark] else { return }
    // Under another name first: without the mark, the folder would be taken for somebody else's if the process
    // is killed in between.
    let aside = temporaryPath
    try move(path, to: aside)
    Self.removeMark(in: aside)
    rmdir(aside)
  }

  /// Puts files in their place; they appear together where the folder is new.
  ///
  /// - Throws: `FileProblem` if that fails.
  func publish(_ fetched: [RemoteFile], in folder: String) throws(FileProblem) {
    if FileKind(at: folder, followingLinks: false) == .missing {
      let wanted = fetched.map(\.name) + [Self.mark]
      for name in names(in: path) where !wanted.contains(name) && isFetched(name) {
        unlink(path + "/" + name)
      }
      if Set(names(in: path)) == Set(wanted) {
        try move(path, to: folder)
        Self.removeMark(in: folder)
        return
      }
      try makeFolder(folder)
    }
    guard FileKind(at: folder) == .folder else {
      throw FileProblem(folder, found: "is not a folder", expected: "a folder for the dataset")
    }
    // The first file is last: if it is there, all are.
    for file in fetched.reversed() { try move(path(of: file), to: folder + "/" + file.name) }
    try clear()
  }

  /// Removes the files that a fetch writes; the disk knows that they are gone before the mark goes.
  private func removeFetched(from folder: String) {
    for name in names(in: folder) where isFetched(name) { unlink(folder + "/" + name) }
    syncFolder(of: folder + "/" + Self.mark)
  }

  /// Removes the mark in a folder if it is Forger's, as after a fetch that was killed at its very end.
  static func removeMark(in folder: String) {
    if hasMark(folder) { unlink(folder + "/" + mark) }
  }

  private var isOurs: Bool {
    FileKind(at: path, followingLinks: false) == .folder && Self.hasMark(path)
  }

  private static func hasMark(_ folder: String) -> Bool {
    let file = folder + "/" + mark
    return FileKind(at: file, followingLinks: false) == .file
      && (try? InputFile.read(file, limit: 1000)) == Array(markText.utf8)
  }

  /// Whether a fetch writes files of this name: of the dataset, their parts, and notes that were being written.
  private func isFetched(_ name: String) -> Bool {
    files.contains { file in
      [file.name, file.name + ".part", file.name + ".part.from"].contains(name)
        || (name.hasPrefix(".\(file.name).part.from.") && name.hasSuffix(".partial"))
    }
  }

  /// Makes the folder with the mark in it under another name first, so that it is never seen without.
  private func make() throws(FileProblem) {
    let (start, end) = (temporaryStart, Self.temporaryEnd)
    for name in names(in: parent(of: path)) where name.hasPrefix(start) && name.hasSuffix(end) {
      // One that a killed fetch left; of another's nothing but an empty folder would go.
      guard UInt32(name.dropFirst(start.count).dropLast(end.count), radix: 16) != nil else {
        continue
      }
      let abandoned = parent(of: path) + "/" + name
      if Self.hasMark(abandoned) { removeFetched(from: abandoned) }
      for half in names(in: abandoned) where half.hasPrefix(".\(Self.mark).") {
        unlink(abandoned + "/" + half)
      }
      Self.removeMark(in: abandoned)
      rmdir(abandoned)
    }
    let fresh = temporaryPath
    guard mkdir(fresh, 0o777) == 0 else {
      throw FileProblem(
        path,
        found: "cannot be created: \(String(cString: strerror(errno)))",
        expected: "a folder that can be written"
      )
    }
    do throws(FileProblem) {
      try AtomicFile.write(Self.markText, to: fresh + "/" + Self.mark)
      try move(fresh, to: path)
    } catch {
      Self.removeMark(in: fresh)
      rmdir(fresh)
      throw error
    }
  }

  /// The start and end of the folder's name while it has no mark yet, or no longer.
  private var temporaryStart: String {
    "." + path.dropFirst(parent(of: path).count).drop { $0 == "/" } + "."
  }
  private static let temporaryEnd = ".partial"

  /// A path for the folder while it has no mark, that nothing else has.
  private var temporaryPath: String {
    let number = String(UInt32.random(in: 0...(.max)), radix: 16)
    return parent(of: path) + "/" + temporaryStart + number + Self.temporaryEnd
  }
}
