import ArgumentParser

/// `forger datasets`.
struct DatasetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "datasets",
    abstract: "List, fetch or inspect datasets.",
    discussion: """
      EXAMPLES:
        The datasets that Forger knows, and where they are:
          forger datasets

        Get one, then train on it:
          forger datasets fetch cifar10
          forger train --dataset cifar10

        What is in a folder of images of your own:
          forger datasets inspect ~/Pictures/cats
      """,
    subcommands: [List.self, Fetch.self, Inspect.self],
    defaultSubcommand: List.self
  )
}
