internal import Archives
public import Datasets

/// Which features images are compared by.
public enum FeatureChoice: String, CaseIterable, Sendable {
  /// Those of the data's classifier if the cache has one, else random convolutions.
  case automatic = "auto"
  /// Those of the data's classifier.
  case classifier
  /// Those of random convolutions.
  case random
  /// Pixels, scaled down.
  case pixels

  /// What computes them for a dataset.
  ///
  /// - Parameters:
  ///   - dataset: The images for training.
  ///   - nameOrPath: Where they come from.
  ///   - shape: The shape in which images are compared.
  ///   - cache: Where a classifier may be.
  /// - Returns: The extractor.
  /// - Throws: `FileProblem` where there is no classifier but one is asked for, or it is damaged.
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
        expected: "at least 16 pixels a side for random convolutions"
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
