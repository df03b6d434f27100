internal import Terminal

/// What a comparison by some features needs to know of them.
public struct FeatureFacts: Encodable, Equatable, Sendable {
  /// What computes them: "classifier of fashion-mnist".
  public let name: String
  /// Changes with anything that changes them.
  public let hash: String
  /// How many there are of an image.
  public let size: Int
  /// The shape that images have when they are computed: "28×28×1".
  public let image: String
  /// The share of test images that a classifier tells right, in 0...1; `nil` for other features.
  public let accuracy: Double?
  /// Where these test images come from: "its test split"; `nil` for other features.
  public let test: String?

  /// The facts of an extractor.
  public init(_ extractor: any FeatureExtractor) {
    let classifier = (extractor as? Classifier)?.facts
    name = extractor.name
    hash = extractor.hash
    size = extractor.featureSize
    image = "\(extractor.imageShape)"
    accuracy = classifier?.accuracy
    test = classifier?.test
  }

  /// The name, and how good a classifier is: "classifier of digits, 98.20 % right on a fifth held out".
  public var summary: String {
    guard let accuracy, let test else { return name }
    return "\(name), \(NumberText.fixed(100 * accuracy, decimals: 2)) % right on \(test)"
  }
}
