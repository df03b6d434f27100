import Preconditions

/// Some metrics, in the order in which they were named: "frechet,density-coverage".
public struct MetricSelection: Equatable, LosslessStringConvertible, Sendable {
  /// The metrics, at least one.
  public let metrics: [Metric]

  /// What tells most for its price: Fréchet distance, density and coverage, and the similarity of pairs.
  public static let cheap = MetricSelection([.frechet, .densityCoverage, .similarity])

  /// Some metrics.
  ///
  /// - Precondition: There is one.
  public init(_ metrics: [Metric]) {
    require(!metrics.isEmpty, "MetricSelection: of no metrics")
    self.metrics = metrics
  }

  /// Metrics by their names with commas between, or `nil` where one is unknown or comes twice.
  public init?(_ description: String) {
    let names = description.split(separator: ",", omittingEmptySubsequences: false)
    let known = names.compactMap { Metric(rawValue: String($0)) }
    guard !known.isEmpty, known.count == names.count, Set(known).count == known.count else {
      return nil
    }
    metrics = known
  }

  /// The names with commas between.
  public var description: String { metrics.map(\.rawValue).joined(separator: ",") }
}

extension MetricSelection: Codable {
  /// The selection of a text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let selection = MetricSelection(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\(text) names no metrics"
      )
    }
    self = selection
  }

  /// Stores the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
