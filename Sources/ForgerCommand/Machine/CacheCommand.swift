import Archives
import ArgumentParser
import Reports
import Terminal

/// `forger cache`.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Show or clear what is kept in the user's cache.",
    discussion: """
      Forger keeps downloaded datasets, classifiers, features, the choice of algorithms and plugins of \
      devices in $XDG_CACHE_HOME/forger or ~/.cache/forger. All of it can be had again, if it takes time.

      EXAMPLES:
        What is there:
          forger cache

        Make room:
          forger cache clear features classifiers
      """,
    subcommands: [Show.self, Clear.self],
    defaultSubcommand: Show.self
  )

  /// The user's cache.
  ///
  /// - Throws: `FileProblem` if there can be none.
  private static func contents() throws -> CacheContents {
    if let contents = CacheContents() { return contents }
    throw FileProblem(
      "~/.cache/forger",
      found: "has no place: neither XDG_CACHE_HOME nor HOME is set",
      expected: "one of them"
    )
  }

  /// "3 items" and their size.
  private static func size(of items: [CacheContents.Item]) -> String {
    let bytes = items.reduce(0) { $0 + $1.byteCount }
    return
      "\(items.count) \(items.count == 1 ? "item" : "items"), \(NumberText.bytes(Double(bytes)))"
  }

  /// `forger cache show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show what is kept.")

    func run() throws {
      let contents = try CacheCommand.contents()
      var lines = ["\(contents.path): \(CacheCommand.size(of: contents.items))"]
      for kind in CacheContents.Kind.allCases {
        let items = contents.items(of: [kind])
        let size = items.isEmpty ? "none" : CacheCommand.size(of: items)
        lines.append("  " + kind.rawValue.padded(to: 14) + size.padded(to: 22) + kind.summary)
        if kind == .datasets { lines += items.map { "".padded(to: 16) + $0.path } }
      }
      if !contents.others.isEmpty {
        lines.append("  also there, not Forger's own: \(contents.others.joined(separator: ", "))")
      }
      try Console.standardOutput().printResult(lines)
    }
  }

  /// `forger cache clear`.
  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove what is kept.",
      discussion: "Only files that Forger wrote are removed."
    )

    @Argument(help: ArgumentHelp("What to remove.", valueName: "what"))
    var kinds: [CacheContents.Kind] = []

    @Flag(help: "Remove all of it.")
    var all = false

    func validate() throws {
      if kinds.isEmpty != all {
        let names = CacheContents.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError(
          all
            ? "--all and \(kinds[0].rawValue) exclude each other; give one of them"
            : "nothing to remove was named; expected \(names), or --all"
        )
      }
    }

    func run() throws {
      let contents = try CacheCommand.contents()
      let items = contents.items(of: all ? Set(CacheContents.Kind.allCases) : Set(kinds))
      try CacheContents.remove(items)
      try Console.standardOutput().printResult("Removed \(CacheCommand.size(of: items)).")
    }
  }
}
