import Archives
import Imaging

/// What a dataset holds, told and shown to people.
public struct DatasetInspection: Sendable {
  /// A class of images.
  public struct ClassCount: Equatable, Sendable {
    /// The label that its images have.
    public let label: Int
    /// What they show, where that is known.
    public let name: String?
    /// How many there are in the part for training.
    public let count: Int
  }

  /// A name that the catalog knows, or the path.
  public let name: String
  /// Where it is.
  public let path: String
  /// The shape of the images, or the most frequent one.
  public let shape: ImageShape
  /// The images for training, as they are looked at.
  public let dataset: any ImageDataset
  /// How many images are kept for testing, where the dataset comes in parts and has that one.
  public let testCount: Int?
  /// The classes, by label; none where images have no labels.
  public let classes: [ClassCount]
  /// How bright the images for training are.
  public let pixels: PixelStatistics

  /// The longest side at which images are looked at.
  private static let longestSide = 256

  /// Looks at all images of the dataset that a catalog knows, or that stands at a path; at large ones scaled
  /// down to 256 pixels of the longer side.
  ///
  /// - Throws: What `Datasets.open` throws, and where an image cannot be read.
  public init(of nameOrPath: String, in catalog: DatasetCatalog = DatasetCatalog()) throws {
    let entry = DatasetCatalog.entry(named: nameOrPath)
    name = nameOrPath
    path = try entry.map { entry throws(FileProblem) in try catalog.path(of: entry) } ?? nameOrPath
    let dataset = try Datasets.open(nameOrPath, in: catalog)
    testCount = try Datasets.openTestPart(of: path, in: DatasetCatalog(places: []))?.count
    let labels = dataset.labels ?? []
    classes = Dictionary(grouping: labels) { $0 }.sorted { $0.key < $1.key }.map { group in
      let names = entry?.classNames ?? dataset.classNames ?? []
      let name = names.indices.contains(group.key) ? names[group.key] : nil
      return ClassCount(label: group.key, name: name, count: group.value.count)
    }
    shape = dataset.shape
    self.dataset = dataset.adapted(to: shape.limited(toSide: Self.longestSide))
    pixels = try PixelStatistics(of: self.dataset)
  }
}
