public import Archives
import Dispatch
import Imaging
import Preconditions

/// PNG and JPEG images in files or in an archive, decoded when they are asked for.
///
/// The headers of all images are read at the start, on all cores. What is unreadable then is passed over and
/// told in `findings`, unless that is most of them. An image that turns out to be damaged only when it is
/// decoded is replaced by the next one of its class that is whole: which one depends on the files alone, so
/// that a run that goes on sees the same images. A file that can no longer be read at all is an error.
///
/// Decoded images are kept in memory up to a bound, 1 GiB unless said otherwise; beyond it, images are
/// decoded anew each time.
public final class ImageCollection: ImageDataset {
  /// What people call it.
  public let name: String
  /// The shape of every image.
  public let shape: ImageShape
  /// The number of images.
  public var count: Int { contents.shapes.count }
  /// The class of every image, by the folder that it lies in; `nil` where folders make no classes.
  public var labels: [Int]? { contents.classes?.labels }
  /// The names of the classes, sorted.
  public var classNames: [String]? { contents.classes?.names }
  /// What was found, as lines for people: sizes, modes, classes, and what was passed over.
  public var findings: [String] { contents.findings }

  private let contents: Contents
  private let rules: FittingRules
  private let cacheBytes: Int
  private let cache: DecodedCache

  /// The most bytes of decoded images kept, where nothing else is said.
  public static let defaultCacheBytes = 1 << 30
  /// Images of more pixels are decoded one at a time, so that memory is bounded whatever the threads.
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

  /// What is done to the stored images; `nil` where nothing is.
  public var adaptation: String? {
    let shapes = Set(contents.shapes)
    guard shapes.count > 1 else {
      return shapes.first.flatMap { ImageFitting(from: $0, to: shape, by: rules).summary }
    }
    return rules.summary(ofShapes: shapes.count, to: shape)
  }

  /// Copies the image `index`, channels last, into `pixels`.
  ///
  /// - Throws: Where the image cannot be read, or where neither it nor any that could replace it is whole.
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

  /// The same images decoded straight to another shape, with a cache of their own.
  public func adapted(to shape: ImageShape, by rules: FittingRules) -> any ImageDataset {
    guard shape != self.shape || rules != self.rules else { return self }
    return ImageCollection(contents, shape: shape, rules: rules, cacheBytes: cacheBytes)
  }

  /// The images that were found damaged, and replaced by others, since this was asked last.
  public func takeDamages() -> [FileProblem] { contents.damages.take() }

  /// The image `index`, or the next one of its class that is whole.
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
      ?? FileProblem(name, found: "holds no whole image", expected: "at least one")
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
  /// What the collections of one place share, whatever they make of it.
  final class Contents: Sendable {
    let name: String
    let limits: ImageLimits
    /// The shapes of the images as they are stored.
    let shapes: [ImageShape]
    let classes: FolderClasses?
    let findings: [String]
    let damages = DamageLog()
    private let store: any ImageStore
    /// The numbers of the images in the store.
    private let places: [Int]

    /// Scans a store.
    ///
    /// - Throws: `FileProblem` where it holds no images, or hardly any that can be read.
    init(
      _ store: any ImageStore,
      name: String,
      limits: ImageLimits,
      otherFormats: [String: Int] = [:]
    ) throws(FileProblem) {
      let scan = ImageScan(store, limits: limits)
      try scan.check(name, otherFormats: otherFormats)
      let classes = FolderClasses(of: scan.readable.map { store.names[$0] })
      self.store = store
      self.name = name
      self.limits = limits
      self.classes = classes
      places = scan.readable
      shapes = scan.headers.map(ImageShape.init)
      findings = scan.findings(classNames: classes?.names, otherFormats: otherFormats)
    }

    func path(of index: Int) -> String { store.path(of: places[index]) }

    func bytes(of index: Int) throws(FileProblem) -> [UInt8] {
      try store.bytes(of: places[index], limits: limits)
    }

    /// Checks that not most of the images have turned out to be damaged.
    func checkDamages() throws(FileProblem) {
      let count = damages.count
      guard shapes.count > 1, 2 * count > shapes.count else { return }
      throw FileProblem(
        name,
        found: "holds \(count) damaged of \(shapes.count) images",
        expected: "images most of which are whole"
      )
    }
  }
}

extension ImageShape {
  /// The shape that decoding an image with `header` gives.
  init(_ header: ImageHeader) {
    self.init(height: header.height, width: header.width, channels: header.channels)
  }
}
