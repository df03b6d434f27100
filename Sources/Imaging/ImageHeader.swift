/// What an image file says of itself before its pixels.
public struct ImageHeader: Equatable, Sendable {
  /// Rows of pixels.
  public let height: Int
  /// Columns of pixels.
  public let width: Int
  /// The channels that decoding gives: 1 for grey, 3 for colour.
  public let channels: Int
}
