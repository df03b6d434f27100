public import Evaluation
internal import Terminal

/// How near a generator's images are to those that it learned from.
public struct NearestReport: Encodable, Sendable {
  /// The checkpoint's path.
  public let checkpoint: String
  /// The dataset's name or path.
  public let dataset: String
  /// How many images the generator learned from.
  public let trainingCount: Int
  /// How many images it was compared with.
  public let heldOutCount: Int
  /// Whether these are the dataset's test split; else they are training images, each compared with all others.
  public let heldOutIsTestPart: Bool
  /// How many images were generated.
  public let samples: Int
  /// What they follow from.
  public let seed: UInt64
  /// What images were compared by.
  public let features: [FeatureFacts]
  /// What was found by each of them.
  public let spaces: [Closeness]
  /// What was read in place of damaged images, as lines for people.
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
  public var text: String {
    let heldOut =
      heldOutIsTestPart
      ? "\(grouped(heldOutCount)) of its test split"
      : "\(grouped(heldOutCount)) of them against all others: there is no test split"
    let head = """
      \(grouped(samples)) samples, seed \(seed), against \(dataset): \(grouped(trainingCount)) \
      training images, \(heldOut)
      """
    let parts = zip(features, spaces).map { "by \($0.summary)\n" + $1.text(samples: samples) }
    return ([head] + damages + parts).joined(separator: "\n")
  }
}
