#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Text that could not be written to standard output, such as to a file on a full disk.
public struct OutputProblem: Error, CustomStringConvertible {
  /// The system's message: "No space left on device".
  public let reason: String

  /// A problem for a reason.
  public init(reason: String) { self.reason = reason }

  /// The problem of an error number.
  init(number: Int32) {
    reason = strerror(number).map { String(cString: $0) } ?? "error \(number)"
  }

  /// One line: what was found, and what was expected.
  public var description: String {
    "standard output: cannot be written: \(reason); expected a writable output"
  }
}
