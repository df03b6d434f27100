#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The open file of a lock that is held.
struct LockFile {
  let path: String
  let descriptor: Int32
  /// Whether the file is Forger's, to be removed with the lock.
  let isOwn: Bool

  /// How many times in a row the file may come and go before our eyes.
  private static let attempts = 100
  /// A note of ours is shorter.
  private static let mostBytes = 4096

  /// Takes the lock whose file is at `path`.
  ///
  /// - Throws: `busy` where another process has it; another `FileProblem` where something else is at `path`, or
  ///   nothing can be written there.
  static func take(_ path: String, busy: FileProblem) throws(FileProblem) -> LockFile {
    for _ in 0..<attempts {
      if let made = try make(path, busy) {
        removeAbandoned(beside: path)
        return made
      }
      if let joined = try join(path, busy) { return joined }
    }
    throw busy
  }

  /// Makes the file, so that it is locked and says by whom from the first moment that it is seen; `nil` where
  /// there is one.
  private static func make(_ path: String, _ busy: FileProblem) throws(FileProblem) -> LockFile? {
    if FileKind(at: path, followingLinks: false) != .missing { return nil }
    let temporary =
      temporaryStart(of: path) + String(UInt32.random(in: 0...(.max)), radix: 16)
      + temporaryEnd
    let descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw FileProblem(
        busy.path,
        found: "cannot be written (\(systemMessage(errno)))",
        expected: "a folder that can be written"
      )
    }
    var isKept = false
    defer {
      unlink(temporary)
      if !isKept { close(descriptor) }
    }
    let state = try lock(descriptor, busy)
    let note = Array(LockHolder(state == .unknown ? .file : .system).text.utf8)
    try write(note, to: descriptor, busy)
    if link(temporary, path) != 0, !knowsLinks(errno) {
      // Where files have one name only, as on FAT, the file is seen before it has its note.
      let other = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard other >= 0 else { return nil }
      var isTaken = false
      defer { if !isTaken { close(other) } }
      // Whoever was faster took it for an empty file of somebody else's.
      if try lock(other, busy) == .taken { throw busy }
      try write(note, to: other, busy)
      isTaken = true
      return LockFile(path: path, descriptor: other, isOwn: true)
    }
    // Network file systems may report a failure of what they did.
    isKept = isFile(path, open: descriptor)
    return isKept ? LockFile(path: path, descriptor: descriptor, isOwn: true) : nil
  }

  /// Takes the lock of a file that is there, or removes the file if its holder is gone; `nil` where it is gone
  /// then.
  private static func join(_ path: String, _ busy: FileProblem) throws(FileProblem) -> LockFile? {
    let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    if descriptor < 0 {
      switch errno {
      case ENOENT: return nil
      case ELOOP, EISDIR, ENXIO, ENODEV: throw stranger(path)
      default:
        throw FileProblem(
          busy.path,
          found: "has a lock that cannot be opened, \(path) (\(systemMessage(errno)))",
          expected: busy.expected
        )
      }
    }
    var isKept = false
    defer { if !isKept { close(descriptor) } }
    var information = stat()
    guard fstat(descriptor, &information) == 0, FileKind(mode: information.st_mode) == .file else {
      throw stranger(path)
    }
    let note = read(descriptor)
    let holder = LockHolder(note)
    guard holder != nil || note.isEmpty else { throw stranger(path) }
    switch (try lock(descriptor, busy), holder) {
    case (.taken, _): throw busy
    case (.ours, nil):
      isKept = isFile(path, open: descriptor)
      return isKept ? LockFile(path: path, descriptor: descriptor, isOwn: false) : nil
    case (.unknown, nil): throw stranger(path)
    case (let state, let holder?):
      guard (state == .ours && holder.means == .system) || holder.isGone else {
        throw FileProblem(
          busy.path,
          found: """
            \(busy.found), or was by one that was killed: process \(holder.process) on \
            '\(holder.host)', says \(path)
            """,
          expected: "\(busy.expected); where that process has ended, remove the file"
        )
      }
      remove(path, open: descriptor)
      return nil
    }
  }

  private enum State { case ours, taken, unknown }

  /// Asks the system for the lock; `.unknown` where the file system has none.
  private static func lock(
    _ descriptor: Int32,
    _ busy: FileProblem
  ) throws(FileProblem) -> State {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: return .taken
      case ENOLCK, ENOTSUP, EOPNOTSUPP, ENOSYS, EINVAL: return .unknown
      default:
        throw FileProblem(
          busy.path,
          found: "cannot be locked: \(systemMessage(errno))",
          expected: "a folder that can be locked"
        )
      }
    }
    return .ours
  }

  /// Removes the file whose holder is gone, unless somebody did so before and made another.
  private static func remove(_ path: String, open descriptor: Int32) {
    let aside =
      temporaryStart(of: path) + String(UInt32.random(in: 0...(.max)), radix: 16)
      + temporaryEnd
    guard isFile(path, open: descriptor), rename(path, aside) == 0 else { return }
    if !isFile(aside, open: descriptor) { link(aside, path) }
    unlink(aside)
  }

  /// Removes what a process left that was killed while it made the file.
  private static func removeAbandoned(beside path: String) {
    let start = lastComponent(of: temporaryStart(of: path))
    for name in names(in: folder(of: path)) where name.hasPrefix(start) {
      let middle = name.dropFirst(start.count).dropLast(temporaryEnd.count)
      guard name.hasSuffix(temporaryEnd), UInt32(middle, radix: 16) != nil else { continue }
      let other = folder(of: path) + "/" + name
      let file = open(other, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
      guard file >= 0 else { continue }
      let note = read(file)
      close(file)
      let title = Array(LockHolder.title.utf8)
      // After a crash of the machine, a file may be as long as it was and hold zeros.
      let isLost = note.count < mostBytes && note.allSatisfy { $0 == 0 }
      if isLost || note.starts(with: title.prefix(note.count)) { unlink(other) }
    }
  }

  /// What the names of files begin with that become locks: hidden, as the lock itself or by a point.
  private static func temporaryStart(of path: String) -> String {
    let name = lastComponent(of: path)
    return folder(of: path) + "/" + (name.hasPrefix(".") ? "" : ".") + name + "."
  }

  private static let temporaryEnd = ".partial"

  /// Whether a failed `link` says something of the files rather than of the file system.
  private static func knowsLinks(_ code: Int32) -> Bool {
    ![EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(code)
  }

  private static func write(
    _ note: [UInt8],
    to descriptor: Int32,
    _ busy: FileProblem
  ) throws(FileProblem) {
    let result = note.withUnsafeBytes { bytes in
      Result { () throws(FileProblem) in
        try AtomicFile.write(bytes, to: descriptor, path: busy.path)
      }
    }
    try result.get()
    guard fsync(descriptor) == 0 else {
      throw AtomicFile.problem(busy.path, "cannot be written", errno)
    }
  }

  /// The beginning of an open file.
  private static func read(_ descriptor: Int32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: mostBytes)
    return Array(bytes[..<max(pread(descriptor, &bytes, bytes.count, 0), 0)])
  }

  /// Whether the file at a path is the open file.
  private static func isFile(_ path: String, open descriptor: Int32) -> Bool {
    var (there, here) = (stat(), stat())
    return lstat(path, &there) == 0 && fstat(descriptor, &here) == 0 && there.isSame(as: here)
  }

  private static func stranger(_ path: String) -> FileProblem {
    FileProblem(
      path,
      found: "is in the way: Forger did not write it, and leaves it as it is",
      expected: "no such file, or the one by which Forger keeps other processes out"
    )
  }
}
