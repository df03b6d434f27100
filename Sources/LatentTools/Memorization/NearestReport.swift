public import Evaluation
internal import Terminal

/// How near a generator's pictures are to those that it learned from.
public struct NearestReport: Encodable, Sendable {
  /// The checkpoint's path.
  public let checkpoint: String
  /// The dataset's name or path.
  public let dataset: String
  /// How many pictures the generator learned from.
  public let trainingCount: Int
  /// How many pictures it was compared with.
  public let heldOutCount: Int
  /// Whether these are the dataset's test split; else they are training pictures, each compared with all others.
  public let heldOutIsTestPart: Bool
  /// How many pictures were generated.
  public let samples: Int
  /// What they follow from.
  public let seed: UInt64
  /// What pictures were compared by.
  public let features: [FeatureFacts]
  /// What was found by each of them.
  public let spaces: [Closeness]
  /// What was read in place of damaged pictures, as lines for people.
  public let damages: [String]
  /// How long it took.
  public let seconds: Double

  enum CodingKeys: String, CodingKey {
    case checkpoint, dataset, samples, seed, features, spaces, damages, seconds
    case trainingCount = "training_count"
    case heldOutCount = "held_out_count"
    case heldOutIsTestPart = "held_out_is_test_part"
  }

  /// One line of JSON.
  public var json: String { get throws { try jsonLine } }

  /// A few lines for people.
  public var text: String { lines.joined(separator: "\n") }

  /// The same line by line.
  public var lines: [String] {
    let heldOut =
      heldOutIsTestPart
      ? "\(grouped(heldOutCount)) of its test split"
      : "\(grouped(heldOutCount)) of them against all others: there is no test split"
    let head = """
      \(grouped(samples)) samples, seed \(seed), against \(dataset): \(grouped(trainingCount)) \
      training pictures, \(heldOut)
      """
    let parts = zip(features, spaces).flatMap { facts, closeness in
      ["by \(facts.summary)"]
        + closeness.text(samples: samples).split(separator: "\n").map(String.init)
    }
    return [head] + damages + parts
  }
}
