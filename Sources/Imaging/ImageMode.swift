/// How an image file stores its pixels.
public struct ImageMode: CustomStringConvertible, Hashable, Sendable {
  /// What kind of file it is.
  public enum Format: String, Sendable {
    /// Portable Network Graphics.
    case png = "PNG"
    /// JPEG, baseline or progressive.
    case jpeg = "JPEG"
  }

  /// What a pixel holds.
  public enum Color: String, Sendable {
    /// Brightness.
    case gray
    /// Brightness and opacity.
    case grayAlpha = "gray+alpha"
    /// Red, green and blue.
    case rgb = "RGB"
    /// Red, green, blue and opacity.
    case rgba = "RGBA"
    /// The number of a color in a table.
    case palette
  }

  /// What kind of file it is.
  public let format: Format
  /// What a pixel holds.
  public let color: Color
  /// Whether numbers have 16 bits rather than 8 or fewer.
  public let isDeep: Bool

  /// As people write it: "16-bit RGB PNG".
  public var description: String {
    "\(isDeep ? "16-bit " : "")\(color.rawValue) \(format.rawValue)"
  }
}
