internal import Datasets
internal import Evaluation
internal import Imaging

/// What pictures are compared by, and in which shape.
struct PictureFeatures {
  let extractor: any FeatureExtractor
  private let fitting: ImageFitting

  /// The features of pictures of a shape.
  init(_ extractor: any FeatureExtractor, of shape: ImageShape) {
    self.extractor = extractor
    fitting = ImageFitting(from: shape, to: extractor.imageShape)
  }

  /// A row for each picture.
  ///
  /// - Precondition: The pictures are of the shape.
  func callAsFunction(_ pictures: [Image]) -> FeatureMatrix {
    let batch = ImageBatch(
      shape: extractor.imageShape,
      count: pictures.count,
      pixels: pictures.flatMap { fitting($0).pixels }
    )
    return extractor.features(of: batch)
  }
}
