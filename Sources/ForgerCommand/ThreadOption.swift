import ArgumentParser
import TensorCore

/// `--threads`.
struct ThreadOption: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp("Threads to compute with. (default: all cores)", valueName: "n")
  )
  var count: Int?

  func validate() throws {
    if let count, !(1...1024).contains(count) {
      throw ValidationError("--threads is \(count); expected a number from 1 to 1024")
    }
  }

  /// Sets the number of threads, if one was given.
  func apply() {
    if let count { ThreadPool.threadCount = count }
  }
}
