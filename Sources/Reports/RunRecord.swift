internal import Archives
internal import Evaluation
public import Foundation
public import Recipes
public import Training

/// What a run has left in its folder: its recipe, log and previews.
///
/// It is read without building networks, from a run that is training, was stopped or was archived; what stands in
/// the folder is not trusted.
public struct RunRecord: Sendable {
  /// The folder's path as the user gave it.
  public let path: String
  /// The folder's name.
  public let name: String
  /// The recipe of the newest checkpoint that can be read, if there is one.
  public let recipe: Recipe?
  /// The log's entries.
  public let entries: [LogEntry]
  /// The previews' files by iteration.
  public let previews: [(path: String, iteration: Int)]
  /// The files of the run, relative to the folder.
  public let files: [(name: String, byteCount: Int)]
  /// When the log was last written.
  public let date: Date?

  /// Reads the run in the folder at `path`.
  ///
  /// - Throws: `FileProblem` if it is no folder, or holds neither a log nor a checkpoint, or the log cannot be
  ///   read.
  public init(readingFrom path: String) throws {
    guard FileKind(at: path) == .folder else {
      throw FileProblem(
        path,
        found: FileKind(at: path) == .missing ? "is not there" : "is not a folder",
        expected: "the folder of a run"
      )
    }
    self.path = path
    let url = URL(fileURLWithPath: path).standardizedFileURL
    name = url.lastPathComponent
    let log = Self.join(path, "log")
    let hasLog = FileKind(at: log) == .file
    entries = hasLog ? try LogFile.entries(readingFrom: log) : []
    recipe = Self.recipe(in: path)
    guard hasLog || recipe != nil else {
      throw FileProblem(
        path,
        found: "holds no run",
        expected: "the folder of a run, with its log and its checkpoints"
      )
    }
    // Those after the last entry may be left from before the run was resumed at an earlier snapshot.
    previews = FileSeries.previews.files(inRun: path)
      .map { (path: Self.join(path, $0.path), iteration: $0.iteration) }
    let manager = FileManager.default
    files = ((try? manager.contentsOfDirectory(atPath: path)) ?? []).sorted().compactMap { name in
      guard !name.hasPrefix("."), FileKind(at: Self.join(path, name)) == .file,
        let size = (try? manager.attributesOfItem(atPath: Self.join(path, name)))?[.size] as? Int
      else { return nil }
      return (name: name, byteCount: size)
    }
    date = (try? manager.attributesOfItem(atPath: hasLog ? log : path))?[.modificationDate] as? Date
  }

  /// The last iteration that the log or a preview knows of.
  public var iteration: Int { max(entries.last?.iteration ?? 0, previews.last?.iteration ?? 0) }

  /// The names of all that was observed, the losses first.
  public var quantities: [String] {
    var names = Observation()
    for entry in entries { names.merge(entry.means) }
    return names.names
  }

  /// The iterations and values of a quantity.
  public func values(of quantity: String) -> [(iteration: Int, value: Double)] {
    entries.compactMap { entry in entry.means[quantity].map { (entry.iteration, $0) } }
  }

  /// The best value of a quantity and its iteration, where some values are better than others.
  public func best(of quantity: String) -> (iteration: Int, value: Double)? {
    guard let better = Quantity(quantity).better else { return nil }
    let values = values(of: quantity)
    return better == .lower
      ? values.min { $0.value < $1.value } : values.max { $0.value < $1.value }
  }

  private static func join(_ path: String, _ name: String) -> String {
    path.hasSuffix("/") ? path + name : path + "/" + name
  }

  /// The recipe in the newest checkpoint that has one.
  private static func recipe(in path: String) -> Recipe? {
    let series = [(FileSeries("gen"), "recipe"), (FileSeries("snapshot"), "notes/recipe")]
    for (series, key) in series {
      for file in series.files(inRun: path).reversed() {
        let file = join(path, file.path)
        guard let arrays = try? NPZ.read(file, limits: .checkpoints, where: { $0 == key }),
          let array = arrays[key]
        else { continue }
        var named = NamedArrays()
        named["recipe"] = array
        if let recipe = try? Recipe(in: named, path: file) { return recipe }
      }
    }
    return nil
  }
}

/// A quantity of the log, for people.
struct Quantity {
  /// Its name in the log.
  let key: String
  private let metric: MetricQuantity?

  /// The quantity of a name in the log.
  init(_ key: String) {
    self.key = key
    metric =
      key.hasPrefix("eval/")
      ? MetricQuantity.all.first { "eval/" + $0.key == key } : nil
  }

  /// Its name for people.
  var title: String {
    switch key {
    case GANLog.generatorLoss: "generator's loss"
    case GANLog.discriminatorLoss: "discriminator's loss"
    case GANLog.realProbability: "D(x), of real images"
    case GANLog.fakeProbability: "D(G(z)), of samples"
    case GANLog.penalty: "penalties"
    case GANLog.ownLoss: "generator's own loss"
    case GANLog.realSign: "sign of D(x), r"
    case GANLog.augmentationProbability: "augmentation, p"
    default: metric?.title ?? key
    }
  }

  /// Which values are better, if that can be said.
  var better: MetricQuantity.Direction? {
    metric.flatMap { $0.better == .likeReal ? nil : $0.better }
  }

  /// Whether it was measured by an evaluation.
  var isMetric: Bool { key.hasPrefix("eval/") }
}
