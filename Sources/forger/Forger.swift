public import Adversarial
import Archives
public import ArgumentParser
public import Datasets
public import Evaluation
import Foundation
public import Imaging
public import LatentTools
public import Recipes

/// The command `forger`.
@main
struct Forger: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forger",
    abstract: "Trains generative adversarial networks, and makes pictures with them.",
    discussion: """
      A generator learns to forge pictures, a discriminator to tell them from real ones; both \
      get better at it.

      EXAMPLES:
        Train the tutorial's DCGAN on Fashion-MNIST, small enough for a coffee break:
          forger train --dataset fashion-mnist --channels 64 --epochs 3

        Train it on pictures of your own:
          forger train --dataset ~/Pictures/cats --out cats

        Go on where the last run stopped:
          forger train --out cats --resume latest

        Make a sheet of 6 × 8 pictures with what was learned:
          forger generate cats --rows 6 --columns 8
      """,
    version: "0.1.0",
    subcommands: [
      Train.self, Generate.self, Interpolate.self, Project.self, Complete.self, Nearest.self,
      Evaluate.self, ClassifierCommand.self,
      Recipes.self, DatasetsCommand.self, Bench.self,
    ]
  )

  /// Runs the command; exit code 1 for what is wrong with the world, 2 for a wrong command line.
  static func main() {
    // A file that may not grow is the problem of one write, which says so, not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      if exitCode(for: error) == .success { exit(withError: error) }
      if isAboutUsage(error) {
        complain(fullMessage(for: error))
        Foundation.exit(2)
      }
      // A hostile file's names may hold control characters; a path may hold a line break.
      complain("Error: " + printable("\(error)"))
      Foundation.exit(1)
    }
  }

  /// Whether the command line is to blame, rather than a file or the machine.
  private static func isAboutUsage(_ error: any Error) -> Bool {
    error is RecipeProblem || error is ValidationError
      || exitCode(for: error) == ExitCode.validationFailure
  }

  private static func complain(_ message: String) {
    FileHandle.standardError.write(Data((message + "\n").utf8))
  }
}

extension RecipeName: ExpressibleByArgument {}

extension LatentPath: EnumerableFlag {}

extension ImageDistance: ExpressibleByArgument {}

extension Objective: ExpressibleByArgument {}

extension ImageSize: ExpressibleByArgument {
  /// The size that an argument tells.
  public init?(argument: String) { self.init(argument) }
}

extension FittingRules.Crop: ExpressibleByArgument {}

extension ResizingFilter: ExpressibleByArgument {}

extension ImageColor: ExpressibleByArgument {}

extension MetricSelection: ExpressibleByArgument {
  /// The selection that an argument tells.
  public init?(argument: String) { self.init(argument) }
}

extension DatasetSplit: ExpressibleByArgument {}

extension FeatureChoice: ExpressibleByArgument {}
