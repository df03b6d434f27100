internal import Datasets
internal import Evaluation

/// The features of pictures whose neighbors are looked for, gathered a batch at a time.
struct PictureQueries {
  let space: FittedFeatures
  private var upright: FeatureMatrix
  private var mirrored: FeatureMatrix?

  /// Nothing so far.
  ///
  /// - Parameters:
  ///   - space: What pictures are compared by.
  ///   - alsoMirrored: Whether a picture's mirror image counts, too: where training saw mirrored pictures.
  init(in space: FittedFeatures, alsoMirrored: Bool) {
    self.space = space
    upright = FeatureMatrix(count: 0, size: space.extractor.featureSize, values: [])
    mirrored = alsoMirrored ? upright : nil
  }

  /// The number of pictures.
  var count: Int { upright.count }

  /// The rows of all pictures and then, if they count, of their mirror images.
  var rows: FeatureMatrix {
    var rows = upright
    if let mirrored { rows.append(mirrored) }
    return rows
  }

  /// Takes in the next pictures.
  mutating func add(_ pictures: ImageBatch) {
    upright.append(space(pictures))
    guard mirrored != nil else { return }
    let rows = space(pictures.mirrored)
    mirrored?.append(rows)
  }
}
