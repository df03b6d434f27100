package import Datasets
internal import TensorCore

/// An extractor for images of one shape, which are fitted to its input.
package struct FittedFeatures {
  /// The extractor.
  package let extractor: any FeatureExtractor
  private let fitting: FeatureFitting

  /// An extractor for images of a shape.
  package init(_ extractor: any FeatureExtractor, of shape: ImageShape) {
    self.extractor = extractor
    fitting = FeatureFitting(from: shape, to: extractor.imageShape)
  }

  /// How images are fitted first, as a clause; `nil` if they are not.
  package var adaptation: String? { fitting.summary }

  /// A row for each image, computed in inference mode.
  ///
  /// Convolutions are computed by the fixed rule, whatever policy the context has: features are kept and
  /// compared with others, and must not depend on what was measured to be fast.
  ///
  /// - Precondition: The images have the shape.
  package func callAsFunction(_ batch: ImageBatch) -> FeatureMatrix {
    Context.current.with(policy: .fixed).run { extractor.features(of: fitting(batch)) }
  }
}
