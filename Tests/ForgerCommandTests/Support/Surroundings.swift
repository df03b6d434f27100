import FileTestSupport
import Foundation

/// What a command runs in: permissions, variables, limits, and what no machine does when asked to.
enum Surroundings {
  /// The library that changes what the system answers: see Tests/C/surroundings.
  private static let library = Result {
    let folder = try TemporaryFolder()
    let source = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../C/surroundings/surroundings.c").standardizedFileURL
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "cc", "-shared", "-fPIC", "-O1", "-o", folder("surroundings.so"), source.path, "-ldl",
    ]
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    ended.wait()
    return folder
  }

  /// A script that runs the command while the library does what variables say: `["FLOCK": "37"]`.
  static func script(_ variables: [String: String]) throws -> String {
    let library = try library.get()("surroundings.so")
    let settings = variables.map { "FORGER_TEST_\($0.key)='\($0.value)'" }.sorted()
    return "export LD_PRELOAD='\(library)' \(settings.joined(separator: " ")); exec \"$0\" \"$@\""
  }

  /// A script that runs the command as somebody who is bound by permissions: tests may be run by the
  /// superuser, whom it takes the power to pass over them.
  static let boundByPermissions = """
    if [ "$(id -u)" != 0 ]; then exec "$0" "$@"; fi
    exec setpriv --bounding-set=-dac_override,-dac_read_search "$0" "$@"
    """

  /// A script that runs the command where `/proc` is empty; where nobody may arrange that, as in some
  /// containers, it only looks so to the program.
  static var withoutProc: String {
    get throws {
      let mount = "mount -t tmpfs none /proc && exec \"$0\" \"$@\""
      let really = "exec unshare -rm sh -c '\(mount)' \"$0\" \"$@\""
      return "if unshare -rm true 2> /dev/null; then \(really); fi; " + (try script(["PROC": "1"]))
    }
  }
}
