public import Archives
internal import Datasets
internal import Foundation
internal import Recipes

/// What Forger keeps in the user's cache, `$XDG_CACHE_HOME/forger` or `~/.cache/forger`.
///
/// All of it can be made or fetched again. Only what Forger writes there by name, and what records of Python's packages in
/// `plugins` name, is counted as its own and removed; anything else is left alone.
public struct CacheContents {
  /// A kind of things that are kept.
  public enum Kind: String, CaseIterable, Sendable, Codable {
    /// Datasets that `forger datasets fetch` has downloaded.
    case datasets
    /// Classifiers whose features metrics compare.
    case classifiers
    /// Features of real images.
    case features
    /// The algorithms that were measured to be fastest.
    case convolutions
    /// Plugins of devices, by packages of Python.
    case plugins

    /// What it is, for people.
    public var summary: String {
      switch self {
      case .datasets: "downloaded datasets"
      case .classifiers: "trained classifiers, for metrics"
      case .features: "features of real images, for metrics"
      case .convolutions: "the fastest algorithms of convolutions here"
      case .plugins: "XLA for devices"
      }
    }
  }

  /// One thing that is kept: its files.
  public struct Item: Equatable, Sendable {
    /// What kind it is of.
    public let kind: Kind
    /// The file, or the folder that holds these files.
    public let path: String
    /// The files' paths.
    let files: [String]
    /// Folders that are not needed without the files, each before those that it is in.
    var folders: [String] = []
    /// The bytes of all files.
    public let byteCount: Int
  }

  /// The folder.
  public let path: String
  /// What it holds, kind by kind.
  public let items: [Item]
  /// The names of what else is there.
  public let others: [String]

  /// The contents of the user's cache; `nil` if the environment names no folder for it.
  public init?() {
    guard let folder = DatasetCatalog().cache else { return nil }
    self.init(of: folder)
  }

  /// The contents of a folder, which need not exist.
  public init(of folder: String) {
    path = folder
    let evaluation = folder + "/evaluation"
    var items: [Item] = []
    for entry in DatasetCatalog.entries {
      let known = entry.source.files.map(\.name)
      for name in [entry.name, entry.name + ".part"] {
        items.append(
          Self.folder(.datasets, "\(folder)/\(name)") { file in
            known.contains(file) || known.contains { file.hasPrefix("\($0).part") }
          }
        )
      }
    }
    for name in names(in: evaluation + "/classifiers").sorted() where Self.isHash(name.prefix(32)) {
      items.append(
        Self.folder(.classifiers, "\(evaluation)/classifiers/\(name)") { file in
          ["classifier.npz", "log", "losses.svg", ".lock"].contains(file)
        }
      )
    }
    for name in names(in: evaluation + "/features").sorted()
    where name.hasSuffix(".npz") && Self.isHash(name.dropLast(4)) {
      let file = "\(evaluation)/features/\(name)"
      items.append(Self.item(.features, file, [file]))
    }
    let choices = "\(folder)/\(ConvolutionCache.fileName)"
    items.append(Self.item(.convolutions, choices, [choices, "\(folder)/convolutions.lock"]))
    items += Self.plugins(in: folder + "/plugins")
    items = items.filter { !$0.files.isEmpty }
    self.items = items
    let hasPlugins = items.contains { $0.kind == .plugins }
    let own = items.map { String($0.path.dropFirst(folder.count + 1)) }
    others = names(in: folder).sorted().filter { name in
      !own.contains(name) && !["evaluation", "convolutions.lock"].contains(name)
        && !(name == "plugins" && hasPlugins)
    }
  }

  /// The items of some kinds.
  public func items(of kinds: Set<Kind>) -> [Item] { items.filter { kinds.contains($0.kind) } }

  /// Removes items.
  ///
  /// - Throws: `FileProblem` where a file cannot be removed; those before it are gone.
  public static func remove(_ items: [Item]) throws(FileProblem) {
    for item in items {
      for file in item.files where unlink(file) != 0 && errno != ENOENT {
        throw FileProblem(
          file,
          found: "cannot be removed: \(String(cString: strerror(errno)))",
          expected: "a file in a folder that can be written to"
        )
      }
      // One that holds anything else stays.
      for folder in item.folders + [item.path] { rmdir(folder) }
    }
  }

  /// A folder with those of its files that are known.
  private static func folder(_ kind: Kind, _ path: String, where isKnown: (String) -> Bool) -> Item
  {
    guard FileKind(at: path, followingLinks: false) == .folder else {
      return Item(kind: kind, path: path, files: [], byteCount: 0)
    }
    return item(kind, path, names(in: path).sorted().filter(isKnown).map { "\(path)/\($0)" })
  }

  static func item(_ kind: Kind, _ path: String, _ files: [String]) -> Item {
    let present = files.filter { FileKind(at: $0, followingLinks: false) == .file }
    let sizes = present.map { file in
      ((try? FileManager.default.attributesOfItem(atPath: file))?[.size] as? Int) ?? 0
    }
    return Item(kind: kind, path: path, files: present, byteCount: sizes.reduce(0, +))
  }

  private static func isHash(_ text: Substring) -> Bool {
    text.count == 32 && text.allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase }
  }
}
