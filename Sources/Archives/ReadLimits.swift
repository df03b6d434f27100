/// How much a compressed file may expand into, so that a small malicious one cannot fill memory: eight
/// megabytes of compressed zeros are eight gigabytes.
public struct ReadLimits: Equatable, Sendable {
  /// The most bytes that all entries together may expand into.
  public var totalBytes: Int
  /// The most entries.
  public var entries: Int
  /// The most expanded bytes per byte of the file; `nil` for no such bound.
  public var expansion: Int?
  /// Expanded bytes to which `expansion` does not apply: small files compress as they like.
  public static let freeBytes = 16 << 20

  /// Limits; the defaults are 4 GiB, 65,536 entries and no bound on the expansion.
  public init(totalBytes: Int = 4 << 30, entries: Int = 65_536, expansion: Int? = nil) {
    self.totalBytes = totalBytes
    self.entries = entries
    self.expansion = expansion
  }

  /// For arrays of any content: much of them may be zeros, hardly all.
  public static let arrays = ReadLimits(expansion: 100)
  /// For networks and their training's state, which hardly compress: noise is most of a weight.
  public static let checkpoints = ReadLimits(expansion: 20)
  /// For images and other data that never compress two-hundredfold.
  public static let data = ReadLimits(expansion: 200)

  /// For archives of images, which are compressed already, be they more than any memory holds.
  public static let images = ReadLimits(totalBytes: 1 << 40, entries: 1 << 22, expansion: 20)

  /// The most bytes that a file of `byteCount` bytes may expand into.
  func allowedBytes(for byteCount: Int) -> Int {
    guard let expansion else { return totalBytes }
    let (product, overflow) = byteCount.multipliedReportingOverflow(by: expansion)
    return overflow ? totalBytes : min(totalBytes, max(product, Self.freeBytes))
  }
}
