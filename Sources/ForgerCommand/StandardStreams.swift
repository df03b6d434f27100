import Foundation
import Terminal

/// Standard input, output and error.
enum StandardStreams {
  /// Takes the places of those that the command was started without.
  ///
  /// Otherwise the next file to be opened would get the place, a snapshot, say, and what is meant for the
  /// terminal would go into it. What stands in for a closed stream fails as the stream itself would.
  static func hold() {
    for (descriptor, mode) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ] where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
      // The lowest free number is the missing stream's, since those before it are taken.
      _ = open("/dev/null", mode)
    }
  }

  /// Writes lines to standard error, where files' names and texts from files change nothing.
  static func complain(_ lines: [String]) {
    let text = lines.map { printable($0) + "\n" }.joined()
    // Where nobody listens, the exit code says it.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
