package import Datasets
internal import TensorCore

/// The features of images of one shape, which are brought to the shape that the extractor takes.
package struct FittedFeatures {
  /// What computes the features.
  package let extractor: any FeatureExtractor
  private let fitting: FeatureFitting

  /// The features of images of a shape.
  package init(_ extractor: any FeatureExtractor, of shape: ImageShape) {
    self.extractor = extractor
    fitting = FeatureFitting(from: shape, to: extractor.imageShape)
  }

  /// What happens to images first, as a clause; `nil` where nothing does.
  package var adaptation: String? { fitting.summary }

  /// A row for each image, computed in inference mode.
  ///
  /// Convolutions are computed by the fixed rule, whatever policy the context has: features are kept and
  /// compared with others, and what was measured to be fast must not show in them.
  ///
  /// - Precondition: The images are of the shape.
  package func callAsFunction(_ batch: ImageBatch) -> FeatureMatrix {
    Context.current.with(policy: .fixed).run { extractor.features(of: fitting(batch)) }
  }
}
