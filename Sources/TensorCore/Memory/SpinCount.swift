import Foundation

/// How long OpenMP's idle threads spin before they sleep.
public enum SpinCount {
  private static let variable = "GOMP_SPINCOUNT"
  // About 10 µs. Idle threads wake as fast as training needs, and otherwise leave the cores to other
  // processes: with the library's own 300,000, a second busy program slows training down tenfold.
  private static let value = "1000"

  /// Restarts the process with a short spin time, unless the user has chosen one.
  ///
  /// Programs that train call this first: OpenMP's library reads its environment when it is loaded, before any
  /// code of theirs runs. If the process cannot be restarted, it continues unchanged.
  public static func apply() {
    #if os(Linux)
    let environment = ProcessInfo.processInfo.environment
    guard environment[variable] == nil, environment["OMP_WAIT_POLICY"] == nil else { return }
    setenv(variable, value, 1)
    var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    let file = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    if let file { execv(file, &arguments) }
    for argument in arguments { free(argument) }
    #endif
  }
}
