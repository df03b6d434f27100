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
  /// It has a display in place if it is a terminal, `TERM` is neither `dumb` nor missing, and `NO_COLOR` is
  /// not set. Text that cannot be written is an `OutputProblem`; a reader that has gone away is not.
  public static func standardOutput() -> Console {
    let style = style(
      isTerminal: isatty(STDOUT_FILENO) == 1,
      term: variable("TERM"),
      noColor: variable("NO_COLOR")
    )
    return Console(style, columns: terminalWidth, output: writeToStandardOutput)
  }

  /// The style for the environment; empty variables count as missing.
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
    // Text in the buffers of C and Swift comes first.
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
