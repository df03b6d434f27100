import Archives
import Imaging

/// Encoded images by index, in files or in an archive; thread-safe.
protocol ImageStore: Sendable {
  /// The path of each image in the dataset, folders included: "cats/tom.png".
  var names: [String] { get }

  /// The name of an image in messages.
  func path(of index: Int) -> String

  /// The header of an image's file.
  func header(of index: Int, limits: ImageLimits) throws(FileProblem) -> ImageHeader

  /// The bytes of an image's file.
  ///
  /// - Throws: If they cannot be read, which says nothing about their content.
  func bytes(of index: Int, limits: ImageLimits) throws(FileProblem) -> [UInt8]
}

/// Recognizes image files by name.
enum ImageNames {
  /// The file extensions of readable images.
  static let endings = ["png", "jpg", "jpeg"]
  /// The file extensions of other image formats.
  private static let otherEndings: Set = [
    "avif", "bmp", "gif", "heic", "heif", "jxl", "svg", "tga", "tif", "tiff", "webp",
  ]

  /// Whether a file of that name should be an image.
  static func isImage(_ name: String) -> Bool { endings.contains(ending(of: name)) }

  /// Whether a file of that name should be an image of an unsupported format.
  static func isOtherImage(_ name: String) -> Bool { otherEndings.contains(ending(of: name)) }

  /// The file extension in lower case.
  static func ending(of name: String) -> String {
    guard let point = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: point)...].lowercased()
  }
}
