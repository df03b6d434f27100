public import Archives
import Dispatch
import Imaging
import Preconditions

/// PNG and JPEG images in files or in an archive, decoded on demand.
///
/// The headers of all images are read at the start, on all cores. Unreadable images are skipped and listed in
/// `findings`, unless most are unreadable. An image that is found damaged only when it is decoded is replaced
/// by the next intact one of its class. Which one depends only on the files, so that a resumed run sees the
/// same images. A file that can no longer be read at all is an error.
///
/// Decoded images are kept in memory up to a limit, by default 1 GiB; beyond it, images are decoded again
/// each time.
public final class ImageCollection: ImageDataset {
  /// Its name for people.
  public let name: String
  /// The shape of every image.
  public let shape: ImageShape
  /// The number of images.
  public var count: Int { contents.shapes.count }
  /// The class of every image, by its folder; `nil` if folders form no classes.
  public var labels: [Int]? { contents.classes?.labels }
  /// The names of the classes, sorted.
  public var classNames: [String]? { contents.classes?.names }
  /// Which images are in no folder, if others are.
  public var labelGap: String? { contents.labelGap }
  /// Findings for people: sizes, modes, classes, and what was skipped.
  public var findings: [String] { contents.findings }

  private let contents: Contents
  private let rules: FittingRules
  private let cacheBytes: Int
  private let cache: DecodedCache

  /// The default limit of decoded images kept in memory, in bytes.
  public static let defaultCacheBytes = 1 << 30
  /// Larger images are decoded one at a time, so that memory is bounded regardless of the number of threads.
  private static let largePixels = 16 << 20
  private static let largeImages = DispatchQueue(label: "Forger large images")

  init(_ contents: Contents, shape: ImageShape, rules: FittingRules, cacheBytes: Int) {
    self.contents = contents
    self.shape = shape
    self.rules = rules
    self.cacheBytes = cacheBytes
    name = contents.name
    cache = DecodedCache(byteLimit: cacheBytes)
  }

  /// How the stored images are adapted; `nil` if they are not.
  public var adaptation: String? {
    let shapes = Set(contents.shapes)
    guard shapes.count > 1 else {
      return shapes.first.flatMap { ImageFitting(from: $0, to: shape, by: rules).summary }
    }
    return rules.summary(ofShapes: shapes.count, to: shape)
  }

  /// Copies the image `index`, channels last, into `pixels`.
  ///
  /// - Throws: If the image cannot be read, or neither it nor any possible replacement is intact.
  /// - Precondition: `index` is below `count`; `pixels` holds `shape.byteCount` bytes.
  public func copyImage(
    at index: Int,
    into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(FileProblem) {
    require(
      (0..<count).contains(index) && pixels.count == shape.byteCount,
      "ImageCollection: no image \(index) of \(pixels.count) bytes among \(count) of \(shape)"
    )
    if let kept = cache[index] {
      _ = pixels.update(fromContentsOf: kept)
      return
    }
    let image = try wholeImage(at: index)
    cache.keep(image, at: index)
    _ = pixels.update(fromContentsOf: image)
  }

  /// The same images, decoded directly to another shape, with a separate cache.
  public func adapted(to shape: ImageShape, by rules: FittingRules) -> any ImageDataset {
    guard shape != self.shape || rules != self.rules else { return self }
    return ImageCollection(contents, shape: shape, rules: rules, cacheBytes: cacheBytes)
  }

  /// The images that were found damaged, and replaced by others, since the last call.
  public func takeDamages() -> [FileProblem] { contents.damages.take() }

  /// The image `index`, or the next intact one of its class.
  private func wholeImage(at index: Int) throws(FileProblem) -> [UInt8] {
    for step in 0..<count {
      let candidate = (index + step) % count
      guard labels?[candidate] == labels?[index], contents.damages[candidate] == nil else {
        continue
      }
      let bytes = try contents.bytes(of: candidate)
      do {
        return try fitted(bytes, of: candidate)
      } catch {
        contents.damages.add(error, of: candidate)
        try contents.checkDamages()
      }
    }
    throw contents.damages[index]
      ?? FileProblem(name, found: "holds no intact image", expected: "at least one")
  }

  private func fitted(_ bytes: [UInt8], of index: Int) throws(FileProblem) -> [UInt8] {
    let (path, limits) = (contents.path(of: index), contents.limits)
    let decoded = {
      Result { () throws(FileProblem) in
        try ImageFile.decode(bytes, path: path, limits: limits)
      }
    }
    let stored = contents.shapes[index]
    let isLarge = stored.height * stored.width > Self.largePixels
    let image = try (isLarge ? Self.largeImages.sync(execute: decoded) : decoded()).get()
    return ImageFitting(from: ImageShape(of: image), to: shape, by: rules)(image).pixels
  }
}

extension ImageCollection {
  /// The data that collections of the same source share.
  final class Contents: Sendable {
    let name: String
    let limits: ImageLimits
    /// The stored shapes of the images.
    let shapes: [ImageShape]
    let classes: FolderClasses?
    let labelGap: String?
    let findings: [String]
    let damages = DamageLog()
    private let store: any ImageStore
    /// The images' indices in the store.
    private let places: [Int]

    /// Scans a store.
    ///
    /// - Throws: `FileProblem` if it holds no images, or hardly any that can be read.
    init(
      _ store: any ImageStore,
      name: String,
      limits: ImageLimits,
      otherFormats: [String: Int] = [:]
    ) throws(FileProblem) {
      let scan = ImageScan(store, limits: limits)
      try scan.check(name, otherFormats: otherFormats)
      let names = scan.readable.map { store.names[$0] }
      let classes = FolderClasses(of: names)
      labelGap = classes == nil ? FolderClasses.gap(in: names) : nil
      self.store = store
      self.name = name
      self.limits = limits
      self.classes = classes
      places = scan.readable
      shapes = scan.headers.map(ImageShape.init)
      findings = scan.findings(
        classNames: classes?.names,
        gap: labelGap,
        otherFormats: otherFormats
      )
    }

    func path(of index: Int) -> String { store.path(of: places[index]) }

    func bytes(of index: Int) throws(FileProblem) -> [UInt8] {
      try store.bytes(of: places[index], limits: limits)
    }

    /// Checks that most images have not turned out to be damaged.
    func checkDamages() throws(FileProblem) {
      let count = damages.count
      guard shapes.count > 1, 2 * count > shapes.count else { return }
      throw FileProblem(
        name,
        found: "holds \(count) damaged of \(shapes.count) images",
        expected: "mostly intact images"
      )
    }
  }
}

extension ImageShape {
  /// The shape of the decoded image.
  init(_ header: ImageHeader) {
    self.init(height: header.height, width: header.width, channels: header.channels)
  }
}
