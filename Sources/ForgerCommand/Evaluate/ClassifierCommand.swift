import ArgumentParser

/// `forger classifier`.
struct ClassifierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classifier",
    abstract: "Train the judge of generated images.",
    subcommands: [TrainClassifier.self]
  )
}
