/// A file to download: its name, and how to verify it.
public struct RemoteFile: Equatable, Sendable {
  /// Its name, both at the source and in the cache.
  public let name: String
  /// Its size in bytes.
  public let byteCount: Int
  /// Its SHA-256, as 64 lower-case hexadecimal digits.
  public let sha256: String

  /// A file.
  public init(_ name: String, byteCount: Int, sha256: String) {
    self.name = name
    self.byteCount = byteCount
    self.sha256 = sha256
  }
}
