import Adversarial
import ArgumentParser

/// `--truncation`.
struct TruncationOption: ParsableArguments {
  @Option(
    name: .customLong("truncation"),
    help: ArgumentHelp(
      """
      Redraw elements of normal latent vectors until they are within ±this: better samples, less varied, \
      such as 0.7.
      """,
      valueName: "t"
    )
  )
  var threshold: Float?

  /// The truncation asked for.
  var truncation: Truncation? { threshold.map { Truncation(at: $0) } }

  func validate() throws {
    let range = Truncation.thresholds
    guard let threshold, !range.contains(threshold) else { return }
    throw ValidationError(
      "--truncation is \(threshold); expected a number from \(range.lowerBound) to \(Int(range.upperBound))"
    )
  }
}
