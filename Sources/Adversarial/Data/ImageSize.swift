public import Datasets

/// Height and width of images, as users write them: "64" or "48x64".
public struct ImageSize: Equatable, CustomStringConvertible, Sendable {
  /// Height in pixels.
  public let height: Int
  /// Width in pixels.
  public let width: Int

  /// The size of images of a shape.
  public init(of image: ImageShape) { (height, width) = (image.height, image.width) }

  /// Parses one positive number, or two with an "x" between them.
  public init?(_ text: String) {
    let numbers = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard let first = numbers.first, let height = first, let last = numbers.last, let width = last,
      numbers.count <= 2, height > 0, width > 0
    else { return nil }
    (self.height, self.width) = (height, width)
  }

  /// "64" for squares, otherwise "48x64".
  public var description: String { height == width ? "\(height)" : "\(height)x\(width)" }
}
