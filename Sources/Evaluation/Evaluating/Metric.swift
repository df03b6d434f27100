/// A metric, which may give several quantities.
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
  /// `ClassScores` of samples that were asked to be of a class.
  case classes

  /// Its name for people: the title of its first quantity.
  var title: String { MetricQuantity.all.first { $0.metric == self }?.title ?? rawValue }

  /// Whether it is computed from features rather than pixels.
  var takesFeatures: Bool { self != .sliced && self != .similarity }

  /// Whether it can be computed from features alone, without images or a classifier.
  public var isOfFeaturesAlone: Bool {
    takesFeatures && self != .inception && self != .classes
  }
}

/// A quantity that a metric gives.
public struct MetricQuantity: Sendable {
  /// Which values are better.
  public enum Direction: String, Sendable {
    /// Lower values.
    case lower
    /// Higher values.
    case higher
    /// Values close to those of real images.
    case likeReal = "like real"
  }

  /// Its name in logs and JSON: "frechet".
  public let key: String
  /// Its name for people: "Fréchet distance".
  public let title: String
  /// The metric that gives it.
  public let metric: Metric
  /// Which values are better.
  public let better: Direction

  private init(_ key: String, _ title: String, _ metric: Metric, _ better: Direction) {
    (self.key, self.title, self.metric, self.better) = (key, title, metric, better)
  }

  /// All quantities, in the order of tables.
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
    MetricQuantity("class-frechet", "Fréchet within classes", .classes, .lower),
    MetricQuantity("class-agreement", "class as asked for", .classes, .higher),
  ]
}
