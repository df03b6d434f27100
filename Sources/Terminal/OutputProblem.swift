#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Text that standard output did not take, as when it goes to a file on a full disk.
public struct OutputProblem: Error, CustomStringConvertible {
  /// What the system says: "No space left on device".
  public let reason: String

  /// A problem for a reason.
  public init(reason: String) { self.reason = reason }

  /// The problem that an error's number stands for.
  init(number: Int32) {
    reason = strerror(number).map { String(cString: $0) } ?? "error \(number)"
  }

  /// One line: what was found, and what was expected.
  public var description: String {
    "standard output: cannot be written: \(reason); expected a place that takes the result"
  }
}
