internal import Datasets
internal import Evaluation

/// The features of images whose neighbors are looked for, gathered a batch at a time.
struct ImageQueries {
  let space: FittedFeatures
  private var upright: FeatureMatrix
  private var mirrored: FeatureMatrix?

  /// Nothing so far.
  ///
  /// - Parameters:
  ///   - space: What images are compared by.
  ///   - alsoMirrored: Whether an image's mirror image counts, too: where training saw mirrored images.
  init(in space: FittedFeatures, alsoMirrored: Bool) {
    self.space = space
    upright = FeatureMatrix(count: 0, size: space.extractor.featureSize, values: [])
    mirrored = alsoMirrored ? upright : nil
  }

  /// The number of images.
  var count: Int { upright.count }

  /// The rows of all images and then, if they count, of their mirror images.
  var rows: FeatureMatrix {
    var rows = upright
    if let mirrored { rows.append(mirrored) }
    return rows
  }

  /// Takes in the next images.
  mutating func add(_ images: ImageBatch) {
    upright.append(space(images))
    guard mirrored != nil else { return }
    let rows = space(images.mirrored)
    mirrored?.append(rows)
  }
}
