/// What can be measured of samples; some metrics give several numbers.
public enum Metric: String, CaseIterable, Codable, Sendable {
  /// `frechetDistance`.
  case frechet
  /// `kernelDistance` over subsets.
  case kernel
  /// `inceptionScore` by a classifier.
  case inception
  /// Precision and recall of `ManifoldScores`.
  case precisionRecall = "precision-recall"
  /// Density and coverage of `ManifoldScores`.
  case densityCoverage = "density-coverage"
  /// `slicedWassersteinDistance` of pixels.
  case sliced
  /// `meanPairSimilarity`: MS-SSIM of pairs of samples.
  case similarity

  /// What people call it: the title of its first number.
  var title: String { MetricQuantity.all.first { $0.metric == self }?.title ?? rawValue }

  /// Whether it is computed of features, rather than of pixels.
  var takesFeatures: Bool { self != .sliced && self != .similarity }

  /// Whether it can be computed of features alone, without the images and the classifier.
  public var isOfFeaturesAlone: Bool { takesFeatures && self != .inception }
}

/// One of the numbers that metrics give.
public struct MetricQuantity: Sendable {
  /// What is better.
  public enum Direction: String, Sendable {
    /// Less.
    case lower
    /// More.
    case higher
    /// What real images have.
    case likeReal = "like real"
  }

  /// Its name in logs and JSON: "frechet".
  public let key: String
  /// What people call it: "Fréchet distance".
  public let title: String
  /// The metric that it is part of.
  public let metric: Metric
  /// What is better.
  public let better: Direction

  private init(_ key: String, _ title: String, _ metric: Metric, _ better: Direction) {
    (self.key, self.title, self.metric, self.better) = (key, title, metric, better)
  }

  /// All of them, in the order of tables.
  public static let all = [
    MetricQuantity("frechet", "Fréchet distance", .frechet, .lower),
    MetricQuantity("kernel", "kernel distance", .kernel, .lower),
    MetricQuantity("kernel-error", "  its standard error", .kernel, .lower),
    MetricQuantity("inception", "Inception score", .inception, .higher),
    MetricQuantity("precision", "precision", .precisionRecall, .higher),
    MetricQuantity("recall", "recall", .precisionRecall, .higher),
    MetricQuantity("density", "density", .densityCoverage, .higher),
    MetricQuantity("coverage", "coverage", .densityCoverage, .higher),
    MetricQuantity("sliced", "sliced Wasserstein", .sliced, .lower),
    MetricQuantity("similarity", "MS-SSIM of pairs", .similarity, .likeReal),
  ]
}
