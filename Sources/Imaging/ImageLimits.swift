import Archives

/// How large a decoded image may be; checked before any memory is taken for it.
public struct ImageLimits: Equatable, Sendable {
  /// The most rows and the most columns.
  public var side: Int
  /// The most pixels.
  public var pixels: Int
  /// The most bytes that an image file may hold.
  public var fileBytes: Int

  /// Limits; the defaults are 16,384 a side, 64 megapixels and 256 MiB a file.
  public init(side: Int = 16_384, pixels: Int = 64 << 20, fileBytes: Int = 256 << 20) {
    self.side = side
    self.pixels = pixels
    self.fileBytes = fileBytes
  }

  /// Checks the size that an image of the file at `path` claims.
  func check(_ header: ImageHeader, path: String) throws(FileProblem) {
    guard
      (1...side).contains(header.height), (1...side).contains(header.width),
      header.height * header.width <= pixels
    else {
      throw FileProblem(
        path,
        found: "is an image of \(header.height)×\(header.width) pixels",
        expected: "1 to \(side) a side and at most \(pixels) in all"
      )
    }
  }
}
