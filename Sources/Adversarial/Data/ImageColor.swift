/// Whether images are in color.
public enum ImageColor: String, CaseIterable, Sendable {
  /// Red, green and blue.
  case rgb
  /// Brightness alone.
  case gray

  /// The channels of such images.
  public var channels: Int { self == .rgb ? 3 : 1 }

  /// That of images with so many channels.
  public init(channels: Int) { self = channels == 1 ? .gray : .rgb }
}
