import Preconditions

/// How samples that were asked to be of a class compare with the real images of it, class by class.
///
/// Sources: Miyato and Koyama 2018, "cGANs with Projection Discriminator", arXiv:1802.05637, section 5, for the
/// distance within classes; Shmelkov, Schmid and Alahari 2018, "How good is my GAN?", arXiv:1807.09499,
/// section 3, for the share that a classifier sees as asked for.
public struct ClassScores: Equatable, Sendable {
  /// A class of fewer real images or samples has no distance: it would say more about which ones there are.
  public static let leastCount = 50

  /// One class.
  public struct Score: Equatable, Sendable {
    /// Its number.
    public let label: Int
    /// The number of real images.
    public let realCount: Int
    /// The number of samples that were asked to be of it.
    public let sampleCount: Int
    /// Their Fréchet distance; `nil` where there are too few of either.
    public let frechet: Double?
    /// The share of these samples that a classifier sees as of this class; `nil` where none looked, or it
    /// knows no such class.
    public let agreement: Double?
  }

  /// All classes, by number.
  public let classes: [Score]
  /// The share of all samples, of classes that the classifier knows, that it sees as asked for.
  public let agreement: Double?

  /// The mean distance of the classes that have one; `nil` where none has.
  public var frechet: Double? {
    let distances = classes.compactMap(\.frechet)
    return distances.isEmpty ? nil : distances.reduce(0, +) / Double(distances.count)
  }
}

/// The real images of each class, prepared for comparisons with samples.
public struct RealClasses: Sendable {
  /// The number of real images of each class, by number.
  public let counts: [Int]
  private let statistics: [FeatureStatistics?]

  /// The classes of some real images.
  ///
  /// - Parameters:
  ///   - features: `[N, size]`.
  ///   - labels: The class of each image.
  ///   - classCount: The number of classes.
  /// - Precondition: There is a label in 0..<`classCount` for each image.
  public init(_ features: FeatureMatrix, labels: [Int], of classCount: Int) {
    let rows = Self.rows(of: labels, features.count, classCount)
    counts = rows.map(\.count)
    statistics = rows.map { Self.statistics(of: features, $0) }
  }

  /// Compares samples with the real images of the class that each was asked to be of.
  ///
  /// - Parameters:
  ///   - features: The samples' features, `[N, size]`.
  ///   - labels: The class that each was asked to be of.
  ///   - seen: The class that a classifier sees in each, and the number of classes that it knows, if there is one.
  /// - Returns: A score for each class.
  /// - Precondition: There is a label of one of the classes for each sample.
  public func scores(
    of features: FeatureMatrix,
    labels: [Int],
    seen: (labels: [Int], classCount: Int)? = nil
  ) -> ClassScores {
    let rows = Self.rows(of: labels, features.count, counts.count)
    var (right, known) = (0, 0)
    let scores = rows.enumerated().map { label, rows in
      var agreement: Double?
      if let seen, label < seen.classCount, !rows.isEmpty {
        let found = rows.count { seen.labels[$0] == label }
        (right, known) = (right + found, known + rows.count)
        agreement = Double(found) / Double(rows.count)
      }
      let distance = statistics[label].flatMap { real in
        Self.statistics(of: features, rows).map { frechetDistance(real, $0) }
      }
      return ClassScores.Score(
        label: label,
        realCount: counts[label],
        sampleCount: rows.count,
        frechet: distance,
        agreement: agreement
      )
    }
    let agreement = known == 0 ? nil : Double(right) / Double(known)
    return ClassScores(classes: scores, agreement: agreement)
  }

  /// The indices of each class.
  private static func rows(of labels: [Int], _ count: Int, _ classCount: Int) -> [[Int]] {
    require(
      labels.count == count && labels.allSatisfy { (0..<classCount).contains($0) },
      "RealClasses: \(labels.count) labels of \(classCount) classes for \(count) images"
    )
    var rows = [[Int]](repeating: [], count: classCount)
    for (row, label) in labels.enumerated() { rows[label].append(row) }
    return rows
  }

  /// The statistics of some rows, if there are enough.
  private static func statistics(of features: FeatureMatrix, _ rows: [Int]) -> FeatureStatistics? {
    rows.count < ClassScores.leastCount ? nil : try? FeatureStatistics(of: features.rows(rows))
  }
}
