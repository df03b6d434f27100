import ArgumentParser

/// `forger datasets`.
struct DatasetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "datasets",
    abstract: "List, fetch or inspect datasets.",
    discussion: """
      EXAMPLES:
        The known datasets and where they are:
          forger datasets

        Download one, then train on it:
          forger datasets fetch cifar10
          forger train --dataset cifar10

        Inspect a folder of your own images:
          forger datasets inspect ~/Pictures/cats
      """,
    subcommands: [List.self, Fetch.self, Inspect.self],
    defaultSubcommand: List.self
  )
}
