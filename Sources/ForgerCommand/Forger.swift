import Archives
import ArgumentParser
import Foundation
import Terminal
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
    StandardStreams.hold()
    if CommandLine.arguments.isEmpty {
      // Swift reads them there; without them any command line would be one that asks for help.
      StandardStreams.complain([
        "Error: /proc: does not tell the command's arguments; expected it to be mounted"
      ])
      Foundation.exit(1)
    }
    // Exceeding the file size limit fails one write, which reports it, instead of ending the process.
    signal(SIGXFSZ, SIG_IGN)
    Architectures.builtIn.adding(architectures).run {
      DatasetFormats.builtIn.adding(formats).run {
        AddedExtensions.$all.withValue(extensions) {
          do {
            let line = RenamedOption.updated(Array(CommandLine.arguments.dropFirst()))
            if !line.notes.isEmpty { StandardStreams.complain(line.notes.map { "forger: \($0)" }) }
            var command = try ForgerRoot.parseAsRoot(line.arguments)
            try command.run()
          } catch {
            end(with: error)
          }
        }
      }
    }
  }

  private static func end(with error: any Error) -> Never {
    if let failure = error as? ProcessFailure { failure.end() }
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    if ForgerRoot.exitCode(for: error) == .success { ForgerRoot.exit(withError: error) }
    if isAboutUsage(error) {
      StandardStreams.complain(Processes.complaint(usageMessage(for: error)))
      Foundation.exit(2)
    }
    StandardStreams.complain(["Error: \(inWords(error))"])
    Foundation.exit(1)
  }

  /// The lines that say what is wrong with the command line, with each word of it that they quote on its line.
  private static func usageMessage(for error: any Error) -> [String] {
    var words = CommandLine.arguments.dropFirst().flatMap { argument in
      [argument] + argument.split(separator: "=", maxSplits: 1).dropFirst().map(String.init)
    }
    if error is RecipeProblem { words.append("\(error)") }
    return words.filter { $0.contains(where: \.isNewline) }
      .reduce(ForgerRoot.fullMessage(for: error)) { message, word in
        message.replacingOccurrences(of: word, with: printable(word))
      }
      .lines
  }

  /// Whether the command line is to blame, rather than a file or the machine.
  private static func isAboutUsage(_ error: any Error) -> Bool {
    error is RecipeProblem || error is ValidationError
      || ForgerRoot.exitCode(for: error) == ExitCode.validationFailure
  }
}

/// The extensions that a program adds to its runs.
enum AddedExtensions {
  @TaskLocal static var all: [RunExtension] = []
}
