/// Whether images are in color.
public enum ImageColor: String, CaseIterable, Sendable {
  /// Red, green and blue.
  case rgb
  /// Brightness only.
  case gray

  /// The number of channels.
  public var channels: Int { self == .rgb ? 3 : 1 }

  /// The color of images with this number of channels.
  public init(channels: Int) { self = channels == 1 ? .gray : .rgb }
}
