internal import Datasets
internal import Evaluation

/// The features of the images whose neighbors are searched for, gathered batch by batch.
struct ImageQueries {
  let space: FittedFeatures
  private var upright: FeatureMatrix
  private var mirrored: FeatureMatrix?

  /// No images so far.
  ///
  /// - Parameters:
  ///   - space: The features to compare.
  ///   - alsoMirrored: Whether mirrored versions of the images are compared, too, because training mirrored
  ///     images.
  init(in space: FittedFeatures, alsoMirrored: Bool) {
    self.space = space
    upright = FeatureMatrix(count: 0, size: space.extractor.featureSize, values: [])
    mirrored = alsoMirrored ? upright : nil
  }

  /// The number of images.
  var count: Int { upright.count }

  /// The rows of all images, followed by those of their mirrored versions if they are compared.
  var rows: FeatureMatrix {
    var rows = upright
    if let mirrored { rows.append(mirrored) }
    return rows
  }

  /// Adds images.
  mutating func add(_ images: ImageBatch) {
    upright.append(space(images))
    guard mirrored != nil else { return }
    let rows = space(images.mirrored)
    mirrored?.append(rows)
  }
}
