public import Archives
public import Datasets
internal import NeuralNetworks
internal import Randomness
public import TensorCore
internal import Training

/// A small classifier whose last hidden layer gives features.
///
/// `ClassifierTraining` trains it on labeled images and keeps it in the cache.
public final class Classifier: FeatureExtractor {
  /// The name of a classifier's file in its folder.
  static let fileName = "classifier.npz"
  /// Facts about the classifier.
  public let facts: ClassifierFacts
  /// SHA-256 of its file.
  public let hash: String
  private let network: ClassifierNetwork

  /// Reads the classifier in a file.
  ///
  /// - Throws: `FileProblem` if the file holds none.
  public init(readingFrom path: String) throws(FileProblem) {
    var arrays = try NPZ.read(path, limits: ReadLimits(totalBytes: 64 << 20, expansion: 20))
    facts = try ClassifierFacts(in: arrays, path: path)
    hash = try SHA256.ofFile(path)
    arrays[ClassifierFacts.arrayName] = nil
    network = ClassifierNetwork(
      for: facts.image,
      classes: facts.classCount,
      weights: RandomStream(seed: 0, purpose: "classifier"),
      noise: RandomStream(seed: 0, purpose: "classifier noise")
    )
    try StateReader(arrays, file: path).load(into: network)
  }

  /// The cached classifier of a labeled dataset, or `nil` if there is none.
  ///
  /// - Parameters:
  ///   - dataset: The training images.
  ///   - nameOrPath: The name or path of their dataset.
  ///   - cache: The cache to look in.
  /// - Returns: The classifier, or `nil`.
  ///
  /// - Throws: `FileProblem` if its file is damaged, or an image of the dataset cannot be read.
  public static func cached(
    for dataset: any ImageDataset,
    from nameOrPath: String,
    in cache: EvaluationCache
  ) throws -> Classifier? {
    guard let labels = dataset.labels, LabeledSplit.suffice(labels) else { return nil }
    let split = try LabeledSplit(of: dataset, from: nameOrPath)
    let folder = cache.classifierFolder(of: try split.training.contentHash())
    let path = "\(folder)/\(fileName)"
    if FileKind(at: path) == .missing { return nil }
    do { return try Classifier(readingFrom: path) } catch {
      throw FileProblem(
        error.path,
        found: error.found,
        expected: error.expected,
        remedy: .trainingClassifier
      )
    }
  }

  /// Its name, with that of its dataset: "classifier of fashion-mnist".
  public var name: String { "classifier of \(facts.dataset)" }
  /// The shape of its input images.
  public var imageShape: ImageShape { facts.image }
  /// 128.
  public var featureSize: Int { ClassifierNetwork.featureSize }

  /// Maps images `[N, H, W, C]` with values in 0...1 to features `[N, 128]`, in inference mode.
  public func features(of images: Tensor) -> Tensor {
    Mode.inference { network.features(of: images) }
  }

  /// The logits of each class for features `[N, 128]`: `[N, classes]`.
  public func logits(of features: Tensor) -> Tensor {
    Mode.inference { network.logits(of: features) }
  }

  /// The probability of each class for features: `[N, classes]`.
  public func probabilities(of features: FeatureMatrix) -> FeatureMatrix {
    let tensor = Tensor(features.values, shape: [features.count, features.size])
    return FeatureMatrix(inference { softmax(logits(of: tensor)) })
  }

  /// The most likely class for each row of features.
  public func labels(of features: FeatureMatrix) -> [Int] {
    let tensor = Tensor(features.values, shape: [features.count, features.size])
    return inference { logits(of: tensor).mostLikely }
  }
}

extension FileProblem.Remedy {
  /// Train a classifier on the same images; see `ClassifierTraining`.
  public static let trainingClassifier = Self("train a classifier")
}
