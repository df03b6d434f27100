#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Console {
  /// The process's standard output.
  ///
  /// It is a terminal with a display in place unless it is not one, `TERM` is `dumb` or missing, or
  /// `NO_COLOR` is set. Where text cannot be written, its problem is an `OutputProblem`; that a reader has gone
  /// away is none.
  public static func standardOutput() -> Console {
    let style = style(
      isTerminal: isatty(STDOUT_FILENO) == 1,
      term: variable("TERM"),
      noColor: variable("NO_COLOR")
    )
    return Console(style, columns: terminalWidth, output: writeToStandardOutput)
  }

  /// The style for what the surroundings say; empty variables count as missing.
  package static func style(isTerminal: Bool, term: String?, noColor: String?) -> Style {
    guard isTerminal, let term, !term.isEmpty, term != "dumb", (noColor ?? "").isEmpty else {
      return .lines
    }
    return .terminal
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private static func terminalWidth() -> Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, .init(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func writeToStandardOutput(_ text: String) throws {
    // What went through C's or Swift's own buffers comes first.
    fflush(nil)
    let bytes = Array(text.utf8)
    try bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let chunk = UnsafeRawBufferPointer(rebasing: rest)
        let written = write(STDOUT_FILENO, chunk.baseAddress, chunk.count)
        if written > 0 {
          rest = rest.dropFirst(written)
        } else if errno == EPIPE {
          return
        } else if errno != EINTR {
          throw OutputProblem(number: errno)
        }
      }
    }
  }
}
