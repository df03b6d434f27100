import Archives
import ArgumentParser
import Foundation
public import Datasets
public import Recipes

/// The command `forger`, for a program of one's own.
///
/// ```swift
/// import ForgerCommand
///
/// @main
/// struct SpiralForger {
///   static func main() { Forger.main(adding: [SpiralArchitecture.self]) }
/// }
/// ```
///
/// All of `train`, `generate`, `evaluate`, `recipes`, `--help` and the others know the added architectures, and
/// all that open data the added formats.
public enum Forger {
  /// Runs what the command line asks for, and ends the process where that fails: with exit code 1 for what is
  /// wrong with the world, 2 for a wrong command line.
  ///
  /// - Parameters:
  ///   - architectures: What can be trained besides the architectures that come with Forger.
  ///   - formats: How images may lie in files besides the formats that come with Forger.
  ///   - extensions: What looks on at every run of `train` besides Forger's own log, previews and snapshots.
  public static func main(
    adding architectures: [any TrainableArchitecture.Type] = [],
    reading formats: [any DatasetFormat] = [],
    extending extensions: [RunExtension] = []
  ) {
    // A file that may not grow is the problem of one write, which says so, not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    Architectures.builtIn.adding(architectures).run {
      DatasetFormats.builtIn.adding(formats).run {
        AddedExtensions.$all.withValue(extensions) {
          do {
            var command = try ForgerRoot.parseAsRoot()
            try command.run()
          } catch {
            end(with: error)
          }
        }
      }
    }
  }

  private static func end(with error: any Error) -> Never {
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    if ForgerRoot.exitCode(for: error) == .success { ForgerRoot.exit(withError: error) }
    if isAboutUsage(error) {
      complain(ForgerRoot.fullMessage(for: error))
      Foundation.exit(2)
    }
    // A hostile file's names may hold control characters; a path may hold a line break.
    complain("Error: " + printable("\(inWords(error))"))
    Foundation.exit(1)
  }

  /// Whether the command line is to blame, rather than a file or the machine.
  private static func isAboutUsage(_ error: any Error) -> Bool {
    error is RecipeProblem || error is ValidationError
      || ForgerRoot.exitCode(for: error) == ExitCode.validationFailure
  }

  private static func complain(_ message: String) {
    FileHandle.standardError.write(Data((message + "\n").utf8))
  }
}

/// The extensions that a program adds to runs.
enum AddedExtensions {
  @TaskLocal static var all: [RunExtension] = []
}
