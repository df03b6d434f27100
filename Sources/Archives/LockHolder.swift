#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The process that holds a lock, as it is written in the lock's file.
package struct LockHolder: Equatable {
  /// What keeps others out.
  package enum Means: String {
    /// The system, which lets go of the lock when the process ends.
    case system = "the system"
    /// The file alone, on a file system without locks.
    case file = "this file"
  }

  /// The first line of a lock's file, by which Forger knows its own.
  package static let title = "A lock of Forger's; it goes when the process ends."

  /// What keeps others out.
  package let means: Means
  /// The machine's name.
  package let host: String
  /// The process's number.
  package let process: Int32
  /// When the process began, in the machine's ticks since its own start.
  package let start: String
  /// Which start of which machine it was, and among which of its processes: a number alone is given to many.
  package let surroundings: String

  /// A holder of whom all is known.
  package init(
    _ means: Means,
    host: String,
    process: Int32,
    start: String,
    surroundings: String
  ) {
    (self.means, self.host, self.process) = (means, host, process)
    (self.start, self.surroundings) = (start, surroundings)
  }

  /// This process.
  package init(_ means: Means) {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    self.init(
      means,
      host: Self.text(name),
      process: getpid(),
      start: Self.start(of: getpid()),
      surroundings: Self.surroundings
    )
  }

  /// Reads what a lock's file says; `nil` where Forger did not write it.
  package init?(_ bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 7, lines[0] == Self.title, lines[6].isEmpty else { return nil }
    var values: [Substring] = []
    for (line, key) in zip(lines.dropFirst(), Self.keys) {
      guard line.hasPrefix(key + ": ") else { return nil }
      values.append(line.dropFirst(key.count + 2))
    }
    guard let means = Means(rawValue: String(values[0])), let process = Int32(values[2]) else {
      return nil
    }
    self.init(
      means,
      host: String(values[1]),
      process: process,
      start: String(values[3]),
      surroundings: String(values[4])
    )
  }

  /// What a lock's file says.
  package var text: String {
    let values = [means.rawValue, host, "\(process)", start, surroundings]
    return Self.title + "\n" + zip(Self.keys, values).map { "\($0): \($1)\n" }.joined()
  }

  /// Whether it is certain that the process has ended: it ran on this machine, since its last start and among
  /// the processes that are seen from here, and its number is nobody's or another's by now.
  package var isGone: Bool {
    guard !surroundings.isEmpty, surroundings == Self.surroundings, !start.isEmpty, process > 0
    else { return false }
    if kill(process, 0) != 0 { return errno == ESRCH }
    let present = Self.start(of: process)
    return !present.isEmpty && present != start
  }

  private static let keys = ["held by", "host", "process", "start", "surroundings"]

  /// The kernel's name for its present start, and for the processes that this one can see; empty where the
  /// system does not tell.
  private static var surroundings: String {
    let boot = read("/proc/sys/kernel/random/boot_id").split(separator: "\n").first ?? ""
    var buffer = [CChar](repeating: 0, count: 256)
    guard !boot.isEmpty, readlink("/proc/self/ns/pid", &buffer, buffer.count - 1) > 0 else {
      return ""
    }
    return "\(boot) \(text(buffer))"
  }

  /// The characters before the first zero.
  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// When a process began; empty where the system does not tell.
  private static func start(of process: Int32) -> String {
    // The name before the last parenthesis may hold anything; the start is the 22nd field, the first after the
    // name being the third.
    let fields = read("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ")
    guard let fields, fields.count > 19 else { return "" }
    return String(fields[19])
  }

  /// The text of one of the system's own files.
  private static func read(_ path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = pread(file, &buffer, buffer.count, 0)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
  }
}
