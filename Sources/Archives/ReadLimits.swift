/// How much a compressed file may expand into, so that a small malicious one cannot fill memory: eight
/// megabytes of compressed zeros become eight gigabytes.
public struct ReadLimits: Equatable, Sendable {
  /// The most bytes that all entries may expand into.
  public var totalBytes: Int
  /// The most entries.
  public var entries: Int
  /// The most expanded bytes per byte of the file; `nil` for no such limit.
  public var expansion: Int?
  /// Expanded bytes that `expansion` does not apply to: small files may compress well.
  public static let freeBytes = 16 << 20

  /// Limits, by default 4 GiB, 65,536 entries and no limit on the expansion.
  public init(totalBytes: Int = 4 << 30, entries: Int = 65_536, expansion: Int? = nil) {
    self.totalBytes = totalBytes
    self.entries = entries
    self.expansion = expansion
  }

  /// For arrays of any content: many elements may be zero, but hardly all.
  public static let arrays = ReadLimits(expansion: 100)
  /// For networks and training state, which hardly compress, as weights are mostly noise.
  public static let checkpoints = ReadLimits(expansion: 20)
  /// For images and other data that never compress by a factor of two hundred.
  public static let data = ReadLimits(expansion: 200)

  /// For archives of images, which are already compressed, even if they exceed memory.
  public static let images = ReadLimits(totalBytes: 1 << 40, entries: 1 << 22, expansion: 20)

  /// The most bytes that a file of `byteCount` bytes may expand into.
  func allowedBytes(for byteCount: Int) -> Int {
    guard let expansion else { return totalBytes }
    let (product, overflow) = byteCount.multipliedReportingOverflow(by: expansion)
    return overflow ? totalBytes : min(totalBytes, max(product, Self.freeBytes))
  }
}
