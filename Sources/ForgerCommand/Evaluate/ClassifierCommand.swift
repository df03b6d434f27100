import ArgumentParser

/// `forger classifier`.
struct ClassifierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classifier",
    abstract: "Train the classifier whose features evaluation uses.",
    subcommands: [TrainClassifier.self]
  )
}
