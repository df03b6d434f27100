import Archives
import Imaging

/// The content of a dataset, as a report and a grid.
public struct DatasetInspection: Sendable {
  /// A class of images.
  public struct ClassCount: Equatable, Sendable {
    /// The label that its images have.
    public let label: Int
    /// Its name, if it has one.
    public let name: String?
    /// The number of images in the training split.
    public let count: Int
  }

  /// The catalog's name, or the path.
  public let name: String
  /// The path.
  public let path: String
  /// The shape of the images, or the most frequent one.
  public let shape: ImageShape
  /// The training images, as inspected.
  public let dataset: any ImageDataset
  /// The number of test images, if there is a test split.
  public let testCount: Int?
  /// The classes, by label; empty if images have no labels.
  public let classes: [ClassCount]
  /// Statistics of the training images.
  public let pixels: PixelStatistics

  /// The longest side of inspected images.
  private static let longestSide = 256

  /// Inspects all images of a dataset that a catalog knows, or that is at a path; large ones are scaled down
  /// to 256 pixels on the longer side.
  ///
  /// - Throws: Errors of `Datasets.open`, and if an image cannot be read.
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
