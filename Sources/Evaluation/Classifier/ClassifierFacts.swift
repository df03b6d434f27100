internal import Archives
public import Datasets

/// What is known of a trained classifier.
public struct ClassifierFacts: Codable, Equatable, Sendable {
  /// Which version of the network it is.
  public let architecture: Int
  /// The dataset's name or path.
  public let dataset: String
  /// SHA-256 of the images that it learned from, as it saw them, and of their labels.
  public let dataHash: String
  /// The shape of the images that it takes.
  public let image: ImageShape
  /// The number of classes.
  public let classCount: Int
  /// The images that it learned from.
  public let trainingCount: Int
  /// The images that it was judged by.
  public let testCount: Int
  /// Where these come from: "its test split" or "a fifth held out".
  public let test: String
  /// The share of them that it tells right, in 0...1.
  public let accuracy: Double
  /// The moves that it learned in.
  public let iterations: Int
  /// The seed of its weights and of the order of images.
  public let seed: UInt64

  /// More classes than this are taken for a damaged file: the network would be larger than its file may be.
  static let mostClasses = 65_536

  /// The name of the array that holds the facts, JSON as bytes, in a classifier's file.
  static let arrayName = "classifier"

  var array: NumpyArray { get throws { try NumpyArray(encoding: self) } }

  /// The facts in a classifier's arrays; `path` is the file to blame.
  ///
  /// - Throws: `FileProblem` where there are none, or they make no sense.
  init(in arrays: NamedArrays, path: String) throws(FileProblem) {
    let expected = "a trained classifier"
    guard let array = arrays[Self.arrayName] else {
      throw FileProblem(path, found: "holds no classifier", expected: expected)
    }
    guard let facts = array.decoded(as: Self.self) else {
      throw FileProblem(
        path,
        found: "'\(Self.arrayName)' is \(array.summary) that cannot be read",
        expected: expected
      )
    }
    guard facts.architecture == ClassifierNetwork.architecture else {
      throw FileProblem(
        path,
        found: "holds a network of version \(facts.architecture)",
        expected: "version \(ClassifierNetwork.architecture)"
      )
    }
    guard (4...32).contains(facts.image.height), (4...32).contains(facts.image.width),
      [1, 3].contains(facts.image.channels), (2...Self.mostClasses).contains(facts.classCount)
    else {
      throw FileProblem(
        path,
        found: "is of \(facts.classCount) classes of images of \(facts.image)",
        expected: expected
      )
    }
    self = facts
  }

  init(
    of split: LabeledSplit,
    dataset: String,
    dataHash: String,
    accuracy: Double,
    iterations: Int,
    seed: UInt64
  ) {
    architecture = ClassifierNetwork.architecture
    self.dataset = dataset
    self.dataHash = dataHash
    image = split.training.shape
    classCount = split.classCount
    trainingCount = split.training.count
    testCount = split.test.count
    test = split.testName
    self.accuracy = accuracy
    self.iterations = iterations
    self.seed = seed
  }
}
