public import Archives
public import Imaging

extension ImageCollection {
  /// All PNG and JPEG images in the folder at `path` and its subfolders, sorted by path.
  ///
  /// Their common shape is `shape`, or the most frequent one; others are fitted to it. Links to folders are
  /// not followed, hidden files are ignored.
  ///
  /// - Throws: `FileProblem` if there are none, or most are not images after all.
  public convenience init(
    folder path: String,
    shape: ImageShape? = nil,
    limits: ImageLimits = ImageLimits(),
    cacheBytes: Int = defaultCacheBytes
  ) throws(FileProblem) {
    let files = try filesBelowFolder(path)
    let others = files.filter(ImageNames.isOtherImage)
    let contents = try Contents(
      FileImageStore(files.filter(ImageNames.isImage), below: path),
      name: path,
      limits: limits,
      otherFormats: others.reduce(into: [:]) { $0[ImageNames.ending(of: $1), default: 0] += 1 }
    )
    self.init(contents, shape: shape, cacheBytes: cacheBytes)
  }

  /// The images in `files`, in that order; `name` stands for all of them in messages.
  ///
  /// - Throws: `FileProblem` if there are none, or most are not images.
  public convenience init(
    files: [String],
    name: String,
    shape: ImageShape? = nil,
    limits: ImageLimits = ImageLimits(),
    cacheBytes: Int = defaultCacheBytes
  ) throws(FileProblem) {
    let contents = try Contents(FileImageStore(files, below: name), name: name, limits: limits)
    self.init(contents, shape: shape, cacheBytes: cacheBytes)
  }

  /// All PNG and JPEG images in the archive at `path`, sorted by their paths in it, as if it were unpacked
  /// into a folder.
  ///
  /// They are unpacked, still encoded, into a temporary file without a name; see `ScratchFile` for its place.
  ///
  /// - Throws: `FileProblem` if there are none, most are not images after all, or the archive is damaged,
  ///   expands beyond the limits, or names paths outside itself.
  public convenience init(
    archive path: String,
    format: PackedFiles.Format,
    shape: ImageShape? = nil,
    limits: ImageLimits = ImageLimits(),
    archiveLimits: ReadLimits = .images,
    cacheBytes: Int = defaultCacheBytes
  ) throws(FileProblem) {
    let store = try ArchiveImageStore(
      path,
      format: format,
      limits: limits,
      archiveLimits: archiveLimits
    )
    let contents = try Contents(
      store,
      name: path,
      limits: limits,
      otherFormats: store.otherFormats
    )
    self.init(contents, shape: shape, cacheBytes: cacheBytes)
  }

  private convenience init(_ contents: Contents, shape: ImageShape?, cacheBytes: Int) {
    let shape = shape ?? contents.mostFrequentShape
    self.init(contents, shape: shape, rules: FittingRules(), cacheBytes: cacheBytes)
  }
}

extension ImageCollection.Contents {
  /// The most frequent shape; among equally frequent ones, the first.
  fileprivate var mostFrequentShape: ImageShape {
    var counts: [ImageShape: Int] = [:]
    for shape in shapes { counts[shape, default: 0] += 1 }
    let most = counts.values.max()
    return shapes.first { counts[$0] == most } ?? ImageShape(height: 1, width: 1, channels: 1)
  }
}
