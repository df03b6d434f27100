import Archives
public import ArgumentParser
import Datasets
public import Downloads
import Foundation
import Terminal

extension DatasetsCommand {
  /// `forger datasets fetch`.
  struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Get a dataset from its own site, or from a mirror.",
      usage: "forger datasets fetch [<options>] <name>",
      discussion: """
        The files go to the user's cache folder (forger in $XDG_CACHE_HOME, or in ~/.cache), where \
        'forger train' finds them by name. They appear there when all of them have the right \
        SHA-256. A fetch that was stopped goes on where it was when it is started again.

        EXAMPLES:
          forger datasets fetch fashion-mnist
          forger datasets fetch mnist --mirror http://localhost:8000/mnist
          forger datasets fetch cifar10 --to data/cifar10
        """
    )

    @Argument(help: "The dataset.")
    var name: KnownDataset

    @Option(
      help: ArgumentHelp(
        "Get the files, under their usual names, from below another address.",
        valueName: "url"
      )
    )
    var mirror: WebAddress?

    @Option(help: ArgumentHelp("Put the files into another folder.", valueName: "dir"))
    var to: String?

    @Flag(help: "Get everything anew, even where the dataset is found.")
    var force = false

    @Option(
      help: ArgumentHelp(
        "Give up a connection that brings next to nothing for so long.",
        valueName: "seconds"
      )
    )
    var stallTimeout = 30

    @Option(
      help: ArgumentHelp(
        "Try again so many times when a connection breaks; each wait is twice as long.",
        valueName: "n"
      )
    )
    var retries = 5

    func validate() throws {
      try check(to, isNotEmpty: "--to")
      if !(1...3600).contains(stallTimeout) {
        throw ValidationError("--stall-timeout is \(stallTimeout); expected 1 to 3600 seconds")
      }
      try check(retries, of: "--retries", isIn: 0...1000)
    }

    func run() throws {
      // Whoever reads the display may go away: that is no reason to lose the download.
      signal(SIGPIPE, SIG_IGN)
      let console = Console.standardOutput()
      let catalog = DatasetCatalog()
      let entry = name.entry
      let folder = try to ?? cacheFolder(catalog, entry)
      if to == nil, !force, let found = catalog.find(entry), found != folder {
        try console.printResult(
          "\(entry.name) is in \(found) already; --force gets it all the same"
        )
        return
      }
      let fetch = try DatasetFetch(
        entry.name,
        entry.source,
        from: mirror,
        into: folder,
        settings: DownloadSettings(stallSeconds: Double(stallTimeout), retries: retries)
      )
      switch try fetch.run(anew: force, on: console) {
      case .wasThere:
        try console.printResult("\(entry.name) is in \(folder) already, and is right")
      case .fetched:
        let isFirst = catalog.find(entry) == folder
        try console.printResult(
          "Train on it with: forger train --dataset \(isFirst ? entry.name : folder)"
        )
      case .interrupted(let signal, let bytes):
        let kept = NumberText.bytes(Double(bytes))
        console.print(
          "Stopped by \(signal). \(kept) are kept; the same command goes on from there."
        )
        throw ExitCode(signal.exitCode)
      }
    }

    private func cacheFolder(
      _ catalog: DatasetCatalog,
      _ entry: DatasetCatalog.Entry
    ) throws -> String {
      if let cache = catalog.cache { return "\(cache)/\(entry.name)" }
      throw FileProblem(
        entry.name,
        found: "has no place to go: neither XDG_CACHE_HOME nor HOME is set",
        expected: "one of them, or --to"
      )
    }
  }
}

extension WebAddress: ExpressibleByArgument {
  /// The address that an argument gives.
  public init?(argument: String) { self.init(argument) }
}

/// A dataset given by its name.
struct KnownDataset: ExpressibleByArgument {
  /// What is known of it.
  let entry: DatasetCatalog.Entry

  init?(argument: String) {
    guard let entry = DatasetCatalog.entry(named: argument) else { return nil }
    self.entry = entry
  }

  static var allValueStrings: [String] { DatasetCatalog.entries.map(\.name) }
}
