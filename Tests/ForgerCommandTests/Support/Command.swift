import FileTestSupport
import Foundation
import Testing

/// The built command, run as a process of its own.
enum Command {
  /// Runs `forger` with arguments in a folder until it ends.
  ///
  /// The home folder is that folder, too, so that nothing outside it is read or written by name.
  static func run(
    _ arguments: [String],
    in folder: TemporaryFolder,
    writingOutputTo output: String? = nil
  ) throws -> Outcome {
    try start(arguments, in: folder, writingOutputTo: output).outcome()
  }

  /// Runs `forger` where files cannot grow beyond so many blocks of 512 or 1024 bytes: it fares as it
  /// does on a disk that gets full.
  static func run(
    _ arguments: [String],
    in folder: TemporaryFolder,
    limitingFilesTo blocks: Int
  ) throws -> Outcome {
    let script = "trap '' XFSZ; ulimit -f \(blocks); exec \"$0\" \"$@\""
    return try run(shell: script, arguments, in: folder)
  }

  /// Runs a script of the shell's, in which `$0` is `forger` and `$@` are the arguments.
  static func run(
    shell script: String,
    _ arguments: [String] = [],
    in folder: TemporaryFolder
  ) throws -> Outcome {
    try start(shell: script, arguments, in: folder).outcome()
  }

  /// Starts a script of the shell's, which becomes `forger` where it ends with `exec "$0" "$@"`.
  static func start(
    shell script: String,
    _ arguments: [String],
    in folder: TemporaryFolder,
    writingOutputTo path: String? = nil
  ) throws -> RunningCommand {
    try start(
      "/bin/sh",
      ["-c", script, try executable] + arguments,
      in: folder,
      writingOutputTo: path
    )
  }

  /// Starts `forger` with arguments in a folder; its output goes to a file of its own, or to `path`.
  static func start(
    _ arguments: [String],
    in folder: TemporaryFolder,
    writingOutputTo path: String? = nil
  ) throws -> RunningCommand {
    try start(try executable, arguments, in: folder, writingOutputTo: path)
  }

  private static func start(
    _ program: String,
    _ arguments: [String],
    in folder: TemporaryFolder,
    writingOutputTo path: String? = nil
  ) throws -> RunningCommand {
    let output = try TemporaryFolder()
    let outputFile = try empty("output", in: output)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.environment = [
      "HOME": folder.path, "PATH": "/usr/bin:/bin", "COLUMNS": "80", "LC_ALL": "C",
      // Of no meaning but to a program that was built with a sanitizer.
      "ASAN_OPTIONS": ProcessInfo.processInfo.environment["ASAN_OPTIONS"] ?? "",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(
      forWritingTo: path.map { URL(fileURLWithPath: $0) } ?? outputFile
    )
    process.standardError = try FileHandle(forWritingTo: empty("errors", in: output))
    return try RunningCommand(process, writingTo: output)
  }

  private static func empty(_ name: String, in folder: TemporaryFolder) throws -> URL {
    URL(fileURLWithPath: try folder.write([], as: name))
  }

  /// The executable that was built with the tests: it lies in the folder of theirs, or above where
  /// tests are a bundle.
  private static var executable: String {
    get throws {
      let programs = [Bundle.main.executablePath].compactMap(\.self) + CommandLine.arguments
      for program in programs {
        var folder = URL(fileURLWithPath: program).deletingLastPathComponent()
        for _ in 0..<4 {
          let candidate = folder.appendingPathComponent("forger").path
          if isProgram(candidate) { return candidate }
          folder.deleteLastPathComponent()
        }
      }
      throw MissingCommand(programs: programs)
    }
  }

  private static func isProgram(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: path)
  }
}

/// No `forger` beside the tests.
struct MissingCommand: Error {
  /// Where it was looked for.
  let programs: [String]
}
