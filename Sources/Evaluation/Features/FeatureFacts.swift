internal import Terminal

/// Facts about features that a comparison needs.
public struct FeatureFacts: Encodable, Equatable, Sendable {
  /// The extractor's name: "classifier of fashion-mnist".
  public let name: String
  /// The extractor's hash.
  public let hash: String
  /// The number of features per image.
  public let size: Int
  /// The shape of the extractor's input: "28×28×1".
  public let image: String
  /// A classifier's accuracy on test images, in 0...1; `nil` for other features.
  public let accuracy: Double?
  /// The origin of these test images: "its test split"; `nil` for other features.
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

  /// The name with a classifier's accuracy: "classifier of digits, 98.20 % accurate on a fifth held out".
  public var summary: String {
    guard let accuracy, let test else { return name }
    return "\(name), \(NumberText.fixed(100 * accuracy, decimals: 2)) % accurate on \(test)"
  }
}
