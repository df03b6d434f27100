public import Archives
public import Imaging

/// PNG and JPEG images in files, decoded when they are asked for.
///
/// The headers of all files are read at the start, so that what is no image is reported then. Decoded
/// images are kept in memory up to a bound, 1 GiB unless said otherwise; beyond it, images are
/// decoded anew each time. Links to folders are not followed, hidden files are passed over.
public final class ImageFolder: ImageDataset {
  /// What people call it.
  public let name: String
  /// The shape of every image.
  public let shape: ImageShape
  /// The number of images.
  public var count: Int { files.count }
  /// `nil`: folders hold no labels.
  public var labels: [UInt8]? { nil }

  private let files: [(path: String, shape: ImageShape)]
  private let limits: ImageLimits
  private let cacheBytes: Int
  private let cache: DecodedCache

  /// The most bytes of decoded images kept, where nothing else is said.
  public static let defaultCacheBytes = 1 << 30

  /// All PNG and JPEG images in the folder at `path` and the folders in it, sorted by path.
  ///
  /// Their common shape is `shape`, or that of the first image; others are fitted to it.
  ///
  /// - Throws: `FileProblem` where there are none, or some are no images after all.
  public convenience init(
    _ path: String,
    shape: ImageShape? = nil,
    limits: ImageLimits = ImageLimits(),
    cacheBytes: Int = defaultCacheBytes
  ) throws(FileProblem) {
    let endings = [".png", ".jpg", ".jpeg"]
    let files = try filesBelowFolder(path).filter { file in
      let file = file.lowercased()
      return endings.contains { file.hasSuffix($0) }
    }
    try self.init(
      files: files,
      name: path,
      shape: shape,
      limits: limits,
      cacheBytes: cacheBytes
    )
  }

  /// The images in `files`, in that order; `name` is what messages call them together.
  ///
  /// - Throws: `FileProblem` where there are none, or some are no images.
  public convenience init(
    files: [String],
    name: String,
    shape: ImageShape? = nil,
    limits: ImageLimits = ImageLimits(),
    cacheBytes: Int = defaultCacheBytes
  ) throws(FileProblem) {
    var readable: [(path: String, shape: ImageShape)] = []
    var problems: [FileProblem] = []
    for file in files {
      do {
        let header = try ImageFile.header(of: file, limits: limits)
        readable.append((file, ImageShape(header)))
      } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { throw Self.problem(name, of: problems, among: files.count) }
    guard let first = readable.first else {
      throw FileProblem(
        name,
        found: "holds no images",
        expected: "at least one .png, .jpg or .jpeg file"
      )
    }
    self.init(
      files: readable,
      name: name,
      shape: shape ?? first.shape,
      limits: limits,
      cacheBytes: cacheBytes
    )
  }

  private init(
    files: [(path: String, shape: ImageShape)],
    name: String,
    shape: ImageShape,
    limits: ImageLimits,
    cacheBytes: Int
  ) {
    self.files = files
    self.name = name
    self.shape = shape
    self.limits = limits
    self.cacheBytes = cacheBytes
    cache = DecodedCache(byteLimit: cacheBytes)
  }

  /// What is done to the stored images; `nil` where nothing is.
  public var adaptation: String? {
    let shapes = Set(files.map(\.shape))
    guard shapes != [shape] else { return nil }
    guard shapes.count > 1 else {
      return shapes.first.flatMap { ImageFitting(from: $0, to: shape).summary }
    }
    return "images of \(shapes.count) different shapes cropped, resized or padded to \(shape)"
  }

  /// Copies the image `index`, channels last, into `pixels`.
  ///
  /// - Throws: Where the image cannot be read.
  /// - Precondition: `index` is below `count`; `pixels` holds `shape.byteCount` bytes.
  public func copyImage(
    at index: Int,
    into pixels: UnsafeMutableBufferPointer<UInt8>
  ) throws(FileProblem) {
    precondition(
      files.indices.contains(index) && pixels.count == shape.byteCount,
      "ImageFolder: no image \(index) of \(pixels.count) bytes among \(count) of \(shape)"
    )
    if let kept = cache[index] {
      _ = pixels.update(fromContentsOf: kept)
      return
    }
    let image = try ImageFile.read(files[index].path, limits: limits)
    let fitted = ImageFitting(from: ImageShape(of: image), to: shape)(image).pixels
    cache.keep(fitted, at: index)
    _ = pixels.update(fromContentsOf: fitted)
  }

  /// The same files decoded straight to another shape, with a cache of its own.
  public func adapted(to shape: ImageShape) -> any ImageDataset {
    guard shape != self.shape else { return self }
    return ImageFolder(
      files: files,
      name: name,
      shape: shape,
      limits: limits,
      cacheBytes: cacheBytes
    )
  }

  /// One problem of several files: the first few by name and reason.
  private static func problem(
    _ name: String,
    of problems: [FileProblem],
    among count: Int
  ) -> FileProblem {
    var named = problems.prefix(5).map { "\($0.path) \($0.found)" }
    if problems.count > named.count { named.append("and \(problems.count - named.count) more") }
    return FileProblem(
      name,
      found: "holds \(problems.count) unreadable of \(count) images: "
        + named.joined(separator: "; "),
      expected: "PNG or JPEG images throughout"
    )
  }
}

extension ImageShape {
  /// The shape that decoding an image with `header` gives.
  init(_ header: ImageHeader) {
    self.init(height: header.height, width: header.width, channels: header.channels)
  }
}
