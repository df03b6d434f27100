import Archives
import Imaging

/// Encoded images by number, wherever they lie; any number of threads may ask at once.
protocol ImageStore: Sendable {
  /// Where each image stands in the dataset, folders included: "cats/tom.png".
  var names: [String] { get }

  /// What messages call an image.
  func path(of index: Int) -> String

  /// What an image's file says of itself.
  func header(of index: Int, limits: ImageLimits) throws(FileProblem) -> ImageHeader

  /// The bytes of an image's file.
  ///
  /// - Throws: Where they cannot be read, which says nothing about what they are.
  func bytes(of index: Int, limits: ImageLimits) throws(FileProblem) -> [UInt8]
}

/// Which files are taken to be images by their names.
enum ImageNames {
  /// What the names of images end with that can be read.
  static let endings = ["png", "jpg", "jpeg"]
  /// What the names of images end with that cannot.
  private static let otherEndings: Set = [
    "avif", "bmp", "gif", "heic", "heif", "jxl", "svg", "tga", "tif", "tiff", "webp",
  ]

  /// Whether a file of that name is taken to be an image.
  static func isImage(_ name: String) -> Bool { endings.contains(ending(of: name)) }

  /// Whether a file of that name is taken to be an image of a format that cannot be read.
  static func isOtherImage(_ name: String) -> Bool { otherEndings.contains(ending(of: name)) }

  /// What stands behind a name's last point, in small letters.
  static func ending(of name: String) -> String {
    guard let point = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: point)...].lowercased()
  }
}
