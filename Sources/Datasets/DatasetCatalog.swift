public import Archives

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The data sets known by name, and the places where they are looked for.
///
/// In this order: `$FORGER_DATA`, `forger` in `$XDG_DATA_HOME` (`~/.local/share`), `forger` in
/// `$XDG_CACHE_HOME` (`~/.cache`), and `/usr/share/datasets`, where Debian's packages put them.
public struct DatasetCatalog: Sendable {
  /// A data set known by name.
  public struct Entry: Equatable, Sendable {
    /// What users call it.
    public let name: String
    /// The files or folders in a place that can hold it.
    let fileNames: [String]
    /// How to come by it.
    let advice: String
  }

  /// All data sets known by name.
  public static let entries = [
    Entry(
      name: "cifar10",
      fileNames: ["cifar10", "cifar-10", "cifar-10-batches-bin", "cifar-10-binary.tar.gz"],
      advice: """
        download the binary version, cifar-10-binary.tar.gz, from \
        https://www.cs.toronto.edu/~kriz/cifar.html into one of them
        """
    ),
    Entry(
      name: "mnist",
      fileNames: ["mnist"],
      advice: "put train-images-idx3-ubyte.gz and its labels into a folder 'mnist' in one of them"
    ),
    Entry(
      name: "fashion-mnist",
      fileNames: ["fashion-mnist"],
      advice: """
        'apt install dataset-fashion-mnist', or put train-images-idx3-ubyte.gz and its labels into \
        a folder 'fashion-mnist' in one of them
        """
    ),
  ]

  /// The folders in which data sets are looked for, first to last.
  public let places: [String]

  /// The usual places, as the environment says.
  public init() { self.init(environment: ProcessInfo.processInfo.environment) }

  /// The usual places of a given environment.
  public init(environment: [String: String]) {
    func folder(_ variable: String, else fallback: String) -> String? {
      if let value = environment[variable], value.hasPrefix("/") { return value + "/forger" }
      return environment["HOME"].map { "\($0)/\(fallback)/forger" }
    }
    let own = environment["FORGER_DATA"].flatMap { $0.isEmpty ? nil : $0 }
    let personal = [
      own, folder("XDG_DATA_HOME", else: ".local/share"), folder("XDG_CACHE_HOME", else: ".cache"),
    ]
    self.init(places: personal.compactMap(\.self) + ["/usr/share/datasets"])
  }

  /// Given places.
  public init(places: [String]) { self.places = places }

  /// The entry of a name, or `nil`.
  public static func entry(named name: String) -> Entry? { entries.first { $0.name == name } }

  /// Where the data set is.
  ///
  /// - Throws: `FileProblem` where it is in none of the places: says which, and how to come by it.
  public func path(of entry: Entry) throws(FileProblem) -> String {
    let candidates = places.flatMap { place in entry.fileNames.map { "\(place)/\($0)" } }
    if let found = candidates.first(where: { FileKind(at: $0) != .missing }) { return found }
    throw FileProblem(
      entry.name,
      found: "is not in \(places.joined(separator: ", "))",
      expected: "to find it there: \(entry.advice)"
    )
  }
}
