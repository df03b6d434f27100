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
      abstract: "Download a dataset from its own site or a mirror.",
      usage: "forger datasets fetch [<options>] <name>",
      discussion: """
        The files are stored in the user's cache folder ($XDG_CACHE_HOME/forger or ~/.cache/forger), \
        where 'forger train' finds them by name. They appear there once the SHA-256 of every file has \
        been verified. An interrupted download resumes when the command is run again.

        EXAMPLES:
          forger datasets fetch fashion-mnist
          forger datasets fetch mnist --mirror http://localhost:8000/mnist
          forger datasets fetch cifar10 --out data/cifar10
        """
    )

    @Argument(help: "The dataset.")
    var name: KnownDataset

    @Option(
      help: ArgumentHelp(
        "Download the files, under their usual names, from this address.",
        valueName: "url"
      )
    )
    var mirror: WebAddress?

    @Option(
      name: .shortAndLong,
      help: ArgumentHelp("Store the files in another folder.", valueName: "dir")
    )
    var out: String?

    @Flag(help: "Download everything again, even if the dataset is there.")
    var force = false

    @Option(
      help: ArgumentHelp(
        "Give up on a connection that stalls for this long.",
        valueName: "seconds"
      )
    )
    var stallTimeout = 30

    @Option(
      help: ArgumentHelp(
        "Retries after a broken connection; each wait is twice as long.",
        valueName: "n"
      )
    )
    var retries = 5

    func validate() throws {
      try check(out, isNotEmpty: "--out")
      if !(1...3600).contains(stallTimeout) {
        throw ValidationError("--stall-timeout is \(stallTimeout); expected 1 to 3600 seconds")
      }
      try check(retries, of: "--retries", isIn: 0...1000)
    }

    func run() throws {
      // A reader of the display that goes away must not end the download.
      signal(SIGPIPE, SIG_IGN)
      let console = Console.standardOutput()
      let catalog = DatasetCatalog()
      let entry = name.entry
      let folder = try out ?? cacheFolder(catalog, entry)
      if out == nil, !force, let found = catalog.find(entry), found != folder {
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
        try console.printResult("\(entry.name) is in \(folder) already, and verified")
      case .fetched:
        let isFirst = catalog.find(entry) == folder
        try console.printResult(
          "Train on it with: forger train --dataset \(isFirst ? entry.name : folder)"
        )
      case .interrupted(let signal, let bytes):
        let kept = NumberText.bytes(Double(bytes))
        console.print(
          "Stopped by \(signal). \(kept) are kept; the same command resumes the download."
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
        found: "has no folder to go to: neither XDG_CACHE_HOME nor HOME is set",
        expected: "one of them, or --out"
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
  /// Its entry in the catalog.
  let entry: DatasetCatalog.Entry

  init?(argument: String) {
    guard let entry = DatasetCatalog.entry(named: argument) else { return nil }
    self.entry = entry
  }

  static var allValueStrings: [String] { DatasetCatalog.entries.map(\.name) }
}
