import Archives

/// Limits of decoded images, checked before memory is allocated.
public struct ImageLimits: Equatable, Sendable {
  /// The largest height and width.
  public var side: Int
  /// The largest number of pixels.
  public var pixels: Int
  /// The largest size of an image file in bytes.
  public var fileBytes: Int

  /// Limits, by default 16,384 pixels per side, 64 megapixels and 256 MiB per file.
  public init(side: Int = 16_384, pixels: Int = 64 << 20, fileBytes: Int = 256 << 20) {
    self.side = side
    self.pixels = pixels
    self.fileBytes = fileBytes
  }

  /// Checks the size that the image in the file at `path` claims.
  func check(_ header: ImageHeader, path: String) throws(FileProblem) {
    guard
      (1...side).contains(header.height), (1...side).contains(header.width),
      header.height * header.width <= pixels
    else {
      throw FileProblem(
        path,
        found: "is an image of \(header.height)×\(header.width) pixels",
        expected: "1 to \(side) per side and at most \(pixels) in all"
      )
    }
  }
}
