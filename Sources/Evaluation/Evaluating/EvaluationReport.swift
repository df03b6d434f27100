internal import Foundation
internal import Training

/// The results of an evaluation, with everything needed to compare them with another.
public struct EvaluationReport: Sendable {
  /// One quantity over all seeds.
  public struct Row: Sendable {
    /// The quantity.
    public let quantity: MetricQuantity
    /// Its values, one per seed.
    public let spread: Spread
    /// The value for other real images, if it was measured.
    public let real: Double?
  }

  /// The facts of the evaluation, line by line: "samples", "10,000 of seed 0".
  public var facts: [(name: String, value: String)]
  /// The same for programs: the JSON's keys with strings and whole numbers.
  public let fields: [(key: String, value: any Encodable & Sendable)]
  /// The quantities.
  public let rows: [Row]
  /// The classes, if samples were asked to be of some.
  public let classes: [ClassRow]
  /// The duration in seconds.
  public let seconds: Double
  /// The dataset, if the features of a classifier of it would be better than those used.
  public let datasetForClassifier: String?

  /// A report of the values for each seed, and for other real images; classes that have names are called by them.
  public init(
    facts: [(name: String, value: String)],
    fields: [(key: String, value: any Encodable & Sendable)],
    observed: [EvaluationResult],
    real: EvaluationResult?,
    classNames: [String] = [],
    seconds: Double,
    datasetForClassifier: String? = nil
  ) {
    (self.facts, self.fields, self.seconds) = (facts, fields, seconds)
    self.datasetForClassifier = datasetForClassifier
    rows = MetricQuantity.all.compactMap { quantity in
      let values = observed.compactMap { $0.quantities[quantity.key] }
      guard !values.isEmpty else { return nil }
      return Row(
        quantity: quantity,
        spread: Spread(of: values),
        real: real?.quantities[quantity.key]
      )
    }
    classes = ClassRow.rows(
      of: observed.compactMap(\.classes),
      real: real?.classes,
      names: classNames
    )
  }
}
