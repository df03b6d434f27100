public import Archives
internal import Imaging
import Preconditions

/// Which pixels of a picture are missing.
public struct CompletionMask: Equatable, Sendable {
  /// Rows of pixels.
  public let height: Int
  /// Columns of pixels.
  public let width: Int
  /// For each pixel, row by row, whether it is missing.
  public let isMissing: [Bool]

  /// How many pixels are missing: some, but not all.
  public var missingCount: Int { isMissing.count { $0 } }

  /// A mask of given pixels.
  ///
  /// - Precondition: There are `height` × `width` of them, of which some, but not all, are missing.
  public init(height: Int, width: Int, isMissing: [Bool]) {
    require(
      isMissing.count == height * width && isMissing.contains(true) && isMissing.contains(false),
      "CompletionMask: \(isMissing.count { $0 }) of \(isMissing.count) pixels, \(height)×\(width)"
    )
    (self.height, self.width, self.isMissing) = (height, width, isMissing)
  }

  /// The mask in a picture, fitted as the recipe's images are: what is brighter than gray is missing.
  ///
  /// - Throws: `FileProblem` where it leaves nothing or all of a picture.
  public init(of picture: TargetPicture) throws(FileProblem) {
    let mask = picture.image.withChannels(1)
    let isMissing = mask.pixels.map { $0 >= 128 }
    let count = isMissing.count { $0 }
    guard count > 0, count < isMissing.count else {
      throw FileProblem(
        picture.name,
        found: count == 0 ? "is dark throughout" : "is bright throughout",
        expected: "a mask that is bright where the picture is to be filled, and dark elsewhere"
      )
    }
    self.init(height: mask.height, width: mask.width, isMissing: isMissing)
  }
}
