/// A metric that cannot be computed from the given data.
public struct EvaluationProblem: Error, Equatable, CustomStringConvertible {
  /// The metric's name for people: "Fréchet distance".
  public let metric: String
  /// What was found: "1 sample".
  public let found: String
  /// What was expected: "at least 2".
  public let expected: String

  /// A problem of a metric.
  public init(_ metric: String, found: String, expected: String) {
    (self.metric, self.found, self.expected) = (metric, found, expected)
  }

  /// One line: "Fréchet distance: 1 sample; expected at least 2".
  public var description: String { "\(metric): \(found); expected \(expected)" }

  /// Checks the number of samples on each side.
  static func check(
    _ metric: String,
    _ counts: (name: String, count: Int)...,
    least: Int
  ) throws(EvaluationProblem) {
    for (name, count) in counts where count < least {
      let kind = name.isEmpty ? "" : name + " "
      let samples = "\(count) \(kind)sample\(count == 1 ? "" : "s")"
      throw EvaluationProblem(metric, found: samples, expected: "at least \(least)")
    }
  }
}
