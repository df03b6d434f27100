internal import Foundation
public import Training

/// The outcome of an evaluation, with all that a comparison with another needs.
public struct EvaluationReport: Sendable {
  /// One number over all seeds.
  public struct Row: Sendable {
    /// Which it is.
    public let quantity: MetricQuantity
    /// Its values, one a seed.
    public let spread: Spread
    /// What other real images have, if that was measured.
    public let real: Double?
  }

  /// What was measured, line by line: "samples", "10,000 of seed 0".
  public var facts: [(name: String, value: String)]
  /// The same for programs: the JSON's keys with strings and whole numbers.
  public let fields: [(key: String, value: any Encodable & Sendable)]
  /// The numbers.
  public let rows: [Row]
  /// Seconds that it took.
  public let seconds: Double
  /// The dataset, where a classifier of it would be a better judge than what the pictures were judged by.
  public let datasetForClassifier: String?

  /// A report of what was observed with each seed, and of other real images.
  public init(
    facts: [(name: String, value: String)],
    fields: [(key: String, value: any Encodable & Sendable)],
    observed: [Observation],
    real: Observation?,
    seconds: Double,
    datasetForClassifier: String? = nil
  ) {
    (self.facts, self.fields, self.seconds) = (facts, fields, seconds)
    self.datasetForClassifier = datasetForClassifier
    rows = MetricQuantity.all.compactMap { quantity in
      let values = observed.compactMap { $0[quantity.key] }
      guard !values.isEmpty else { return nil }
      return Row(quantity: quantity, spread: Spread(of: values), real: real?[quantity.key])
    }
  }
}
