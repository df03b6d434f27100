import Archives
import ArgumentParser
import Foundation
public import Datasets
public import Recipes

/// The command `forger`, for use in other programs.
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
/// `train`, `generate`, `evaluate`, `recipes`, `--help` and all other subcommands know the added
/// architectures, and every subcommand that opens data knows the added formats.
public enum Forger {
  /// Runs the command line and exits on failure: with status 1 for errors in files, data or the machine, with
  /// 2 for usage errors.
  ///
  /// - Parameters:
  ///   - architectures: Architectures that can be trained besides Forger's own.
  ///   - formats: Dataset formats that can be read besides Forger's own.
  ///   - extensions: What looks on at every run of `train` besides Forger's own log, previews and snapshots.
  public static func main(
    adding architectures: [any TrainableArchitecture.Type] = [],
    reading formats: [any DatasetFormat] = [],
    extending extensions: [RunExtension] = []
  ) {
    // Exceeding the file size limit fails one write, which reports it, instead of ending the process.
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
    // Names in a hostile file may hold control characters, and a path may hold a line break.
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

/// The extensions that a program adds to its runs.
enum AddedExtensions {
  @TaskLocal static var all: [RunExtension] = []
}
