internal import Archives
public import Datasets

/// The features that images are compared by.
public enum FeatureChoice: String, CaseIterable, Sendable {
  /// Those of the data's classifier if the cache has one, otherwise of random convolutions.
  case automatic = "auto"
  /// Those of the data's classifier.
  case classifier
  /// Those of random convolutions.
  case random
  /// Downscaled pixels.
  case pixels

  /// The feature extractor for a dataset.
  ///
  /// - Parameters:
  ///   - dataset: The training images.
  ///   - nameOrPath: The name or path of their dataset.
  ///   - shape: The shape in which images are compared.
  ///   - cache: The cache of classifiers.
  /// - Returns: The extractor.
  /// - Throws: `FileProblem` if a classifier is asked for but there is none, or it is damaged.
  public func extractor(
    for dataset: any ImageDataset,
    from nameOrPath: String,
    images shape: ImageShape,
    in cache: EvaluationCache?
  ) throws -> any FeatureExtractor {
    let isLarge = min(shape.height, shape.width) >= 16
    switch self {
    case .pixels: return PixelExtractor(for: shape)
    case .random where isLarge: return RandomConvolutions(for: shape)
    case .random:
      throw FileProblem(
        nameOrPath,
        found: "holds images of \(shape)",
        expected: "at least 16 pixels per side for random convolutions"
      )
    case .automatic, .classifier:
      let kept = try cache.flatMap { try Classifier.cached(for: dataset, from: nameOrPath, in: $0) }
      if let kept { return kept }
      guard self == .automatic else {
        throw FileProblem(
          nameOrPath,
          found: "has no trained classifier",
          expected: "one of the same images",
          remedy: .trainingClassifier
        )
      }
      return isLarge ? RandomConvolutions(for: shape) : PixelExtractor(for: shape)
    }
  }
}
