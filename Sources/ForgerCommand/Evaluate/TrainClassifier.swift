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
    abstract: "Train the classifier whose features evaluation uses.",
    subcommands: [TrainClassifier.self]
  )
}

/// `forger classifier train`.
struct TrainClassifier: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract:
      "Train a classifier whose features 'forger evaluate' compares.",
    usage: "forger classifier train [<options>] <dataset>",
    discussion: """
      The classifier is kept in the user's cache with its accuracy on the test split, or on a held-out \
      fifth of the images if there is no test split. 'forger evaluate' finds it by the images' content.

      EXAMPLES:
        Garments, half of them mirrored:
          forger classifier train fashion-mnist --flip

        Your own images, one folder per class:
          forger classifier train ~/Pictures/animals --flip
      """
  )

  @Argument(help: "A dataset's name or a path to labeled images.")
  var dataset: String

  @Option(help: ArgumentHelp("Training iterations.", valueName: "n"))
  var iterations = ClassifierTraining.defaultIterations

  @Option(name: .shortAndLong, help: ArgumentHelp("Images per iteration.", valueName: "n"))
  var batchSize = ClassifierTraining.defaultBatchSize

  @Flag(help: "Mirror half of the images: suits garments and animals, not digits.")
  var flip = false

  @Option(help: ArgumentHelp("Random seed.", valueName: "n"))
  var seed: UInt64 = 0

  @OptionGroup var compute: ComputeOptions

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
    let result = try compute.context().run { try training.run(on: console) }
    guard let (facts, path) = result else {
      throw ExitCode(130)
    }
    let percent = NumberText.fixed(100 * facts.accuracy, decimals: 2)
    try console.printResult([
      "", "\(percent) % of \(facts.testCount) images classified correctly (\(facts.test)).",
      "  kept in     \(path)",
    ])
  }
}
