public import Archives

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The datasets known by name, and the folders where they are looked for.
///
/// These are, in order, `$FORGER_DATA`, `forger` in `$XDG_DATA_HOME` (`~/.local/share`), `forger` in
/// `$XDG_CACHE_HOME` (`~/.cache`), and `/usr/share/datasets`, where Debian's packages put them.
public struct DatasetCatalog: Sendable {
  /// The folders in which datasets are looked for, in order.
  public let places: [String]
  /// The folder that downloaded datasets are stored in, the user's cache; `nil` if neither `$XDG_CACHE_HOME`
  /// nor `$HOME` is set.
  public let cache: String?

  /// The usual folders in the process's environment.
  public init() { self.init(environment: ProcessInfo.processInfo.environment) }

  /// The usual folders in the given environment.
  public init(environment: [String: String]) {
    func folder(_ variable: String, else fallback: String) -> String? {
      if let value = environment[variable], value.hasPrefix("/") { return value + "/forger" }
      return environment["HOME"].map { "\($0)/\(fallback)/forger" }
    }
    let own = environment["FORGER_DATA"].flatMap { $0.isEmpty ? nil : $0 }
    let cache = folder("XDG_CACHE_HOME", else: ".cache")
    let personal = [own, folder("XDG_DATA_HOME", else: ".local/share"), cache]
    self.init(places: personal.compactMap(\.self) + ["/usr/share/datasets"], cache: cache)
  }

  /// The given folders.
  public init(places: [String], cache: String? = nil) {
    self.places = places
    self.cache = cache
  }

  /// The path of the dataset, or `nil` if it is in none of the folders.
  public func find(_ entry: Entry) -> String? {
    let candidates = places.flatMap { place in entry.fileNames.map { "\(place)/\($0)" } }
    return candidates.first { FileKind(at: $0) != .missing }
  }

  /// The path of the dataset.
  ///
  /// - Throws: `FileProblem` if it is in none of the folders; says which, and how to get it.
  public func path(of entry: Entry) throws(FileProblem) -> String {
    if let found = find(entry) { return found }
    throw FileProblem(
      entry.name,
      found: "is not in \(places.joined(separator: ", "))",
      expected: "to find it there: \(entry.advice)",
      remedy: .fetching
    )
  }
}

extension FileProblem.Remedy {
  /// Download the dataset that the problem names; see `DatasetSource`.
  public static let fetching = Self("fetch the dataset")
}
