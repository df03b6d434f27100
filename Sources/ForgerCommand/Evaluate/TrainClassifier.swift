import Archives
import ArgumentParser
import Evaluation
import Foundation
import TensorCore
import Terminal
import Training

/// `forger classifier`.
struct ClassifierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classifier",
    abstract: "Train the judge of generated pictures.",
    subcommands: [TrainClassifier.self]
  )
}

/// `forger classifier train`.
struct TrainClassifier: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract:
      "Train a classifier of labeled pictures, whose features 'forger evaluate' compares by.",
    usage: "forger classifier train [<options>] <dataset>",
    discussion: """
      It is kept in the user's cache, with its accuracy on the dataset's test split, or on a fifth of \
      the pictures that is held out where there is none. 'forger evaluate' finds it by the pictures' \
      content.

      EXAMPLES:
        Garments, some of them mirrored:
          forger classifier train fashion-mnist --flip

        Pictures of your own, a folder for each class:
          forger classifier train ~/Pictures/animals --flip
      """
  )

  @Argument(help: "A dataset's name or the path of labeled images.")
  var dataset: String

  @Option(help: ArgumentHelp("Moves of the network.", valueName: "n"))
  var iterations = ClassifierTraining.defaultIterations

  @Option(name: .shortAndLong, help: ArgumentHelp("Images a move.", valueName: "n"))
  var batchSize = ClassifierTraining.defaultBatchSize

  @Flag(help: "Mirror half of the pictures: right for garments and animals, wrong for digits.")
  var flip = false

  @Option(help: ArgumentHelp("What all random numbers follow from.", valueName: "n"))
  var seed: UInt64 = 0

  @OptionGroup var threads: ThreadOption

  func validate() throws {
    try check(dataset, isNotEmpty: "the dataset")
    try check(iterations, of: "--iterations", isIn: 1...10_000_000)
    try check(batchSize, of: "--batch-size", isIn: 1...65_536)
  }

  func run() throws {
    SpinCount.apply()
    signal(SIGPIPE, SIG_IGN)
    guard let cache = EvaluationCache() else {
      throw FileProblem(
        "the user's cache",
        found: "is unknown: neither XDG_CACHE_HOME nor HOME is set",
        expected: "one of them"
      )
    }
    let training = ClassifierTraining(
      of: dataset,
      iterations: iterations,
      batchSize: batchSize,
      mirroring: flip,
      seed: seed,
      keepingIn: cache
    )
    let console = Console.standardOutput()
    let result = try threads.context().run { try training.run(on: console) }
    guard let (facts, path) = result else {
      throw ExitCode(130)
    }
    let percent = NumberText.fixed(100 * facts.accuracy, decimals: 2)
    try console.printResult([
      "", "\(percent) % of \(facts.testCount) pictures told right (\(facts.test)).",
      "  kept in     \(path)",
    ])
  }
}
