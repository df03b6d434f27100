public import Archives

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The datasets known by name, and the places where they are looked for.
///
/// In this order: `$FORGER_DATA`, `forger` in `$XDG_DATA_HOME` (`~/.local/share`), `forger` in
/// `$XDG_CACHE_HOME` (`~/.cache`), and `/usr/share/datasets`, where Debian's packages put them.
public struct DatasetCatalog: Sendable {
  /// The folders in which datasets are looked for, first to last.
  public let places: [String]
  /// The one among them in which fetched datasets are kept: the user's cache; `nil` where there is
  /// neither `$XDG_CACHE_HOME` nor `$HOME`.
  public let cache: String?

  /// The usual places, as the environment says.
  public init() { self.init(environment: ProcessInfo.processInfo.environment) }

  /// The usual places of a given environment.
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

  /// Given places.
  public init(places: [String], cache: String? = nil) {
    self.places = places
    self.cache = cache
  }

  /// Where the dataset is, or `nil` where it is in none of the places.
  public func find(_ entry: Entry) -> String? {
    let candidates = places.flatMap { place in entry.fileNames.map { "\(place)/\($0)" } }
    return candidates.first { FileKind(at: $0) != .missing }
  }

  /// Where the dataset is.
  ///
  /// - Throws: `FileProblem` where it is in none of the places: says which, and how to come by it.
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
  /// Fetching the dataset, which the problem names: see `DatasetSource`.
  public static let fetching = Self("fetch the dataset")
}
