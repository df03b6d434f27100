public import Archives

/// Image files: PNG and JPEG, recognized by their content, not their names.
public enum ImageFile {
  /// The formats that can be decoded.
  enum Format {
    case png
    case jpeg

    /// The format by the first bytes, or `nil` for any other.
    init?(_ bytes: [UInt8]) {
      if bytes.starts(with: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
        self = .png
      } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
        self = .jpeg
      } else {
        return nil
      }
    }
  }

  /// Whether bytes, of which the first dozen suffice, are those of a supported image.
  public static func isImage(_ bytes: [UInt8]) -> Bool { Format(bytes) != nil }

  /// Decodes the image in the file at `path`.
  ///
  /// This supports grayscale, color and palette PNG of any depth, with transparency composited over white,
  /// and grayscale and color JPEG. Both are rotated upright by their Exif data.
  ///
  /// - Throws: `FileProblem` if the file is not such an image, is damaged or exceeds `limits`.
  public static func read(
    _ path: String,
    limits: ImageLimits = ImageLimits()
  ) throws(FileProblem) -> Image {
    let bytes = try InputFile.read(path, limit: limits.fileBytes)
    return try decode(bytes, path: path, limits: limits)
  }

  /// Decodes an image in memory; `path` names it in messages.
  ///
  /// - Throws: `FileProblem` if the bytes are not such an image, are damaged or exceed `limits`.
  public static func decode(
    _ bytes: [UInt8],
    path: String,
    limits: ImageLimits = ImageLimits()
  ) throws(FileProblem) -> Image {
    switch try format(bytes, path: path) {
    case .png: try PNG.decode(bytes, path: path, limits: limits)
    case .jpeg: try JPEG.decode(bytes, path: path, limits: limits)
    }
  }

  /// The size of the image in the file at `path`, without decoding it.
  ///
  /// - Throws: `FileProblem` if the file does not start like an image or exceeds `limits`.
  public static func header(
    of path: String,
    limits: ImageLimits = ImageLimits()
  ) throws(FileProblem) -> ImageHeader {
    let file = try InputFile(path)
    return try header(path: path, byteCount: file.byteCount, limits: limits) {
      (count) throws(FileProblem) in try file.read(upTo: count)
    }
  }

  /// The header of an image of `byteCount` bytes, of which each call of `read` returns the next ones; `path`
  /// names it in messages.
  ///
  /// - Throws: `FileProblem` if the bytes do not start like an image or exceed `limits`.
  package static func header(
    path: String,
    byteCount: Int,
    limits: ImageLimits,
    reading read: (Int) throws(FileProblem) -> [UInt8]
  ) throws(FileProblem) -> ImageHeader {
    guard byteCount <= limits.fileBytes else {
      throw FileProblem(
        path,
        found: "holds \(byteCount) bytes",
        expected: "at most \(limits.fileBytes)"
      )
    }
    // Headers end within the first bytes, except in the few images with large profiles before them.
    var bytes = try read(min(byteCount, 1 << 16))
    do {
      return try header(bytes, path: path, limits: limits)
    } catch {
      guard bytes.count < byteCount else { throw error }
      bytes += try read(byteCount - bytes.count)
      return try header(bytes, path: path, limits: limits)
    }
  }

  private static func header(
    _ bytes: [UInt8],
    path: String,
    limits: ImageLimits
  ) throws(FileProblem) -> ImageHeader {
    switch try format(bytes, path: path) {
    case .png: try PNG.header(bytes, path: path, limits: limits)
    case .jpeg: try JPEG.header(bytes, path: path, limits: limits)
    }
  }

  private static func format(_ bytes: [UInt8], path: String) throws(FileProblem) -> Format {
    guard let format = Format(bytes) else {
      throw FileProblem(
        path,
        found: bytes.isEmpty ? "is empty" : "is not in a recognized image format",
        expected: "a PNG or JPEG image"
      )
    }
    return format
  }
}
