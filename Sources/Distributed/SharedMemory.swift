import Foundation

/// Memory that all processes of one machine see; it has no name, and goes with the last of them.
final class SharedMemory: @unchecked Sendable {
  // Sendable: the address never changes; what is behind it is its users' business.

  /// The first byte, at the start of a page; all bytes are 0 at first.
  let start: UnsafeMutableRawPointer
  private let byteCount: Int

  private init(mapping file: Int32, byteCount: Int) throws(CommunicationFailure) {
    guard
      let start = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
      start != MAP_FAILED
    else { throw CommunicationFailure("mmap: \(String(cString: strerror(errno)))") }
    (self.start, self.byteCount) = (start, byteCount)
  }

  deinit { munmap(start, byteCount) }

  /// Memory that all processes of a communicator have in common; `nil`, in each of them, where one of them does not
  /// see it: on other machines, in other containers, or where the system offers none.
  ///
  /// - Parameters:
  ///   - byteCount: Its size; pages that are never touched take no memory.
  ///   - communicator: Has all processes do the same.
  /// - Returns: The memory, and the identifiers of the processes, in the order of ranks.
  /// - Throws: `CommunicationFailure` if another process is gone or cannot be reached.
  static func joined(
    _ byteCount: Int,
    by communicator: any Communicator
  ) throws(CommunicationFailure) -> (memory: SharedMemory, processes: [Int32])? {
    // The file stays open until all processes have mapped it.
    let file = communicator.rank == 0 ? create(byteCount) : -1
    defer { if file >= 0 { close(file) } }
    let token = UInt64.random(in: 1...(.max))
    var memory = file < 0 ? nil : try? SharedMemory(mapping: file, byteCount: byteCount)
    memory?.start.storeBytes(of: token, as: UInt64.self)
    let all = try communicator.allGather([UInt8]("\(getpid()) \(file) \(token)".utf8))
      .map { String(decoding: $0, as: UTF8.self).split(separator: " ") }
    let processes = all.compactMap { $0.first.flatMap { Int32($0) } }
    if communicator.rank > 0, all[0][1] != "-1" {
      memory = opened("/proc/\(all[0][0])/fd/\(all[0][1])", byteCount)
    }
    // A process of the same number on another machine has another file there, if any.
    let isSeen =
      memory?.start.load(as: UInt64.self) == UInt64(all[0][2])
      && processes.allSatisfy { kill($0, 0) == 0 }
    let areSeen = try communicator.allGather([isSeen ? 1 : 0])
    guard let memory, areSeen.allSatisfy({ $0 == [1] }) else { return nil }
    return (memory, processes)
  }

  /// A file without a name; -1 where there is none.
  private static func create(_ byteCount: Int) -> Int32 {
    #if os(Linux)
    // Swift's view of the C library lacks it.
    guard let symbol = dlsym(nil, "memfd_create") else { return -1 }
    let create = unsafeBitCast(symbol, to: Create.self)
    // 1 is MFD_CLOEXEC: programs that this one starts do not keep it.
    let file = create("forger", 1)
    guard file >= 0, ftruncate(file, byteCount) < 0 else { return file }
    close(file)
    #endif
    return -1
  }

  private typealias Create = @convention(c) (UnsafePointer<CChar>, UInt32) -> Int32

  private static func opened(_ path: String, _ byteCount: Int) -> SharedMemory? {
    let file = open(path, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var facts = stat()
    guard fstat(file, &facts) == 0, facts.st_size == byteCount else { return nil }
    return try? SharedMemory(mapping: file, byteCount: byteCount)
  }
}
