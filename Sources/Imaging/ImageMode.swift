/// How an image file stores its pixels.
public struct ImageMode: CustomStringConvertible, Hashable, Sendable {
  /// The file format.
  public enum Format: String, Sendable {
    /// Portable Network Graphics.
    case png = "PNG"
    /// JPEG, baseline or progressive.
    case jpeg = "JPEG"
  }

  /// The content of a pixel.
  public enum Color: String, Sendable {
    /// Brightness.
    case gray
    /// Brightness and opacity.
    case grayAlpha = "gray+alpha"
    /// Red, green and blue.
    case rgb = "RGB"
    /// Red, green, blue and opacity.
    case rgba = "RGBA"
    /// An index into a table of colors.
    case palette
  }

  /// The file format.
  public let format: Format
  /// The content of a pixel.
  public let color: Color
  /// Whether values have 16 bits rather than 8 or fewer.
  public let isDeep: Bool

  /// A text: "16-bit RGB PNG".
  public var description: String {
    "\(isDeep ? "16-bit " : "")\(color.rawValue) \(format.rawValue)"
  }
}
