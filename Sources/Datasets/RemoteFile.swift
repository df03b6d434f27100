/// A file that can be fetched: what it is called, and how to know that it is the right one.
public struct RemoteFile: Equatable, Sendable {
  /// Its name, both where it comes from and where it is kept.
  public let name: String
  /// The bytes that it has.
  public let byteCount: Int
  /// Its SHA-256, as 64 small hexadecimal digits.
  public let sha256: String

  /// A file.
  public init(_ name: String, byteCount: Int, sha256: String) {
    self.name = name
    self.byteCount = byteCount
    self.sha256 = sha256
  }
}
