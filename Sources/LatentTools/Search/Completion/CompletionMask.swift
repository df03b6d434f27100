public import Archives
internal import Imaging
import Preconditions

/// The missing pixels of an image.
public struct CompletionMask: Equatable, Sendable {
  /// Height in pixels.
  public let height: Int
  /// Width in pixels.
  public let width: Int
  /// Whether each pixel is missing, row by row.
  public let isMissing: [Bool]

  /// The number of missing pixels: some, but not all.
  public var missingCount: Int { isMissing.count { $0 } }

  /// A mask of given pixels.
  ///
  /// - Precondition: There are `height` × `width` pixels, some of which, but not all, are missing.
  public init(height: Int, width: Int, isMissing: [Bool]) {
    require(
      isMissing.count == height * width && isMissing.contains(true) && isMissing.contains(false),
      "CompletionMask: \(isMissing.count { $0 }) of \(isMissing.count) pixels, \(height)×\(width)"
    )
    (self.height, self.width, self.isMissing) = (height, width, isMissing)
  }

  /// The mask in an image fitted like the recipe's images: pixels brighter than medium gray are missing.
  ///
  /// - Throws: `FileProblem` if no pixels or all are missing.
  public init(of target: TargetImage) throws(FileProblem) {
    let mask = target.image.withChannels(1)
    let isMissing = mask.pixels.map { $0 >= 128 }
    let count = isMissing.count { $0 }
    guard count > 0, count < isMissing.count else {
      throw FileProblem(
        target.name,
        found: count == 0 ? "is dark throughout" : "is bright throughout",
        expected: "a mask that is bright where the image is to be filled, and dark elsewhere"
      )
    }
    self.init(height: mask.height, width: mask.width, isMissing: isMissing)
  }
}
