public import Evaluation
internal import Terminal

/// How near samples are to training images.
public struct NearestReport: Encodable, Sendable {
  /// The checkpoint's path.
  public let checkpoint: String
  /// The dataset's name or path.
  public let dataset: String
  /// The number of training images.
  public let trainingCount: Int
  /// The number of held-out images.
  public let heldOutCount: Int
  /// Whether these are the dataset's test split; otherwise they are training images, each compared with all
  /// others.
  public let heldOutIsTestPart: Bool
  /// The number of samples.
  public let samples: Int
  /// Their random seed.
  public let seed: UInt64
  /// The threshold at which their latent vectors were truncated, if they were.
  public let truncation: Float?
  /// The features that images were compared by.
  public let features: [FeatureFacts]
  /// The result for each of them.
  public let spaces: [Closeness]
  /// Replacements for damaged images, as lines for people.
  public let damages: [String]
  /// The duration in seconds.
  public let seconds: Double

  enum CodingKeys: String, CodingKey {
    case checkpoint, dataset, samples, seed, truncation, features, spaces, damages, seconds
    case trainingCount = "training_count"
    case heldOutCount = "held_out_count"
    case heldOutIsTestPart = "held_out_is_test_part"
  }

  /// One line of JSON.
  public var json: String { get throws { try jsonLine } }

  /// A report for people.
  public var text: String { lines.joined(separator: "\n") }

  /// The same line by line.
  public var lines: [String] {
    let heldOut =
      heldOutIsTestPart
      ? "\(grouped(heldOutCount)) of its test split"
      : "\(grouped(heldOutCount)) of them against all others: there is no test split"
    let truncated = truncation.map { ", truncated at \($0)" } ?? ""
    let head = """
      \(grouped(samples)) samples, seed \(seed)\(truncated), against \(dataset): \(grouped(trainingCount)) \
      training images, \(heldOut)
      """
    let parts = zip(features, spaces).flatMap { facts, closeness in
      ["by \(facts.summary)"]
        + closeness.text(samples: samples).split(separator: "\n").map(String.init)
    }
    return [head] + damages + parts
  }
}
