#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A file that appears at its path complete or not at all.
///
/// The bytes go to a temporary file in the same folder; `commit()` flushes them to disk and renames it. A
/// value that is not committed leaves nothing behind, and an older file of that name unchanged. A replaced
/// file keeps its permissions; a link stays, and its target is written.
///
///     let file = try AtomicFile("result/log")
///     try file.write(bytes)
///     try file.commit()
public struct AtomicFile: ~Copyable {
  /// The path that the file will have, as the user gave it.
  public let path: String
  /// The path with links resolved.
  private let target: String
  let descriptor: Int32
  private let temporaryPath: String
  private var isCommitted = false

  /// Starts a file at `path`.
  ///
  /// - Throws: `FileProblem` if the folder cannot be written, or something other than a regular file has that
  ///   name.
  public init(_ path: String) throws(FileProblem) {
    let kind = FileKind(at: path)
    guard kind == .file || kind == .missing else {
      throw FileProblem(
        path,
        found: kind == .folder ? "is a folder" : "is a device or pipe",
        expected: "the path of a file to write"
      )
    }
    let target = try Self.followingLinks(path)
    let mode = Self.mode(of: target)
    for attempt in 0..<100 {
      let name = ".\(Self.start(of: lastComponent(of: target))).\(getpid()).\(attempt).partial"
      let temporaryPath = folder(of: target) + "/" + name
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
      // Whoever may not read the old file must not read the new one while it is written.
      let descriptor = open(temporaryPath, flags, mode ?? 0o666)
      if descriptor < 0 && errno == EEXIST { continue }
      guard descriptor >= 0 else {
        throw Self.problem(path, "cannot be written", errno)
      }
      if let mode { fchmod(descriptor, mode) }
      self.path = path
      self.target = target
      self.temporaryPath = temporaryPath
      self.descriptor = descriptor
      return
    }
    throw FileProblem(
      path,
      found: "is in a folder full of abandoned temporary files",
      expected: "a folder in which a temporary file can be made"
    )
  }

  deinit {
    close(descriptor)
    if !isCommitted { unlink(temporaryPath) }
  }

  /// Appends bytes.
  ///
  /// - Throws: `FileProblem` if they cannot be written, such as when the disk is full.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
    try Self.write(bytes, to: descriptor, path: path)
  }

  /// Appends bytes.
  ///
  /// - Throws: `FileProblem` if they cannot be written, such as when the disk is full.
  public func write(_ bytes: [UInt8]) throws(FileProblem) {
    let (descriptor, path) = (descriptor, path)
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(FileProblem) in try Self.write(buffer, to: descriptor, path: path) }
    }
    try result.get()
  }

  /// Flushes the bytes to disk and renames the file.
  ///
  /// - Throws: `FileProblem` if that fails; the temporary file is removed.
  public consuming func commit() throws(FileProblem) {
    guard fsync(descriptor) == 0 else { throw Self.problem(path, "cannot be written", errno) }
    guard rename(temporaryPath, target) == 0 else {
      throw Self.problem(path, "cannot be renamed into place", errno)
    }
    isCommitted = true
    syncFolder(of: target)
  }

  /// Writes `bytes` as the complete file at `path`.
  ///
  /// - Throws: `FileProblem` if that fails; no partial file remains.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileProblem) {
    let file = try AtomicFile(path)
    try file.write(bytes)
    try file.commit()
  }

  /// Writes `text` in UTF-8 as the complete file at `path`.
  ///
  /// - Throws: `FileProblem` if that fails; no partial file remains.
  public static func write(_ text: String, to path: String) throws(FileProblem) {
    try write(Array(text.utf8), to: path)
  }

  /// Removes what was left of the file at `path` by writers that were killed before they had finished.
  package static func removeAbandoned(of path: String) {
    let place = folder(of: path)
    let start = ".\(Self.start(of: lastComponent(of: path)))."
    for name in names(in: place) where name.hasPrefix(start) && name.hasSuffix(".partial") {
      let numbers = name.dropFirst(start.count).dropLast(".partial".count).split(separator: ".")
      guard numbers.count == 2, let process = pid_t(numbers[0]), Int(numbers[1]) != nil,
        process > 0, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlink(place + "/" + name)
    }
  }

  /// Writes all of `bytes` to an open file.
  package static func write(
    _ bytes: UnsafeRawBufferPointer,
    to descriptor: Int32,
    path: String
  ) throws(FileProblem) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Self.write(descriptor, UnsafeRawBufferPointer(rebasing: rest))
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw problem(path, "cannot be written", errno) }
      rest = rest.dropFirst(written)
    }
  }

  /// The problem of a failed call, with advice for common errors.
  static func problem(_ path: String, _ what: String, _ code: Int32) -> FileProblem {
    let found = "\(what): \(systemMessage(code))"
    switch code {
    case ENOSPC, EDQUOT:
      return FileProblem(path, found: found, expected: "a disk with space left")
    case ENOENT, ENOTDIR:
      return FileProblem(path, found: found, expected: "a path in a folder that exists")
    default: return FileProblem(path, found: found, expected: "a path that can be written to")
    }
  }

  /// The target of a link, even if nothing is there yet; any other path unchanged.
  private static func followingLinks(_ path: String) throws(FileProblem) -> String {
    var target = path
    // As many as Linux follows.
    for _ in 0..<40 {
      guard FileKind(at: target, followingLinks: false) == .link else { return target }
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(target, &buffer, buffer.count)
      guard count > 0 else { break }
      let destination = String(
        decoding: buffer[..<count].map { UInt8(bitPattern: $0) },
        as: UTF8.self
      )
      target = destination.hasPrefix("/") ? destination : folder(of: target) + "/" + destination
    }
    throw FileProblem(
      path,
      found: "is a link that leads nowhere",
      expected: "the path of a file to write"
    )
  }

  /// The permissions of the file at `path`, if there is one.
  private static func mode(of path: String) -> mode_t? {
    var information = stat()
    return stat(path, &information) == 0 ? information.st_mode & 0o777 : nil
  }

  /// A prefix of a name that leaves room for what is added: names have at most 255 bytes.
  private static func start(of name: String) -> Substring {
    var start = name[...]
    while start.utf8.count > 200 { start.removeLast() }
    return start
  }

  private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
    return Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
    return Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
    return Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
