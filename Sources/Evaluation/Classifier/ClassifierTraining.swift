internal import Archives
internal import Datasets
internal import NeuralNetworks
import Preconditions
internal import Randomness
internal import TensorCore
public import Terminal
internal import Training

/// The training of a classifier, from labeled images to the cache.
public struct ClassifierTraining {
  private let dataset: String
  private let iterations: Int
  private let batchSize: Int
  private let mirrors: Bool
  private let seed: UInt64
  private let cache: EvaluationCache

  /// The default number of iterations.
  public static let defaultIterations = 3600
  /// The default number of images per iteration.
  public static let defaultBatchSize = 100

  /// A training run, not yet started.
  ///
  /// - Parameters:
  ///   - dataset: The name or path of labeled images.
  ///   - iterations: The number of training iterations.
  ///   - batchSize: The number of images per iteration.
  ///   - mirrors: Whether half of the images are mirrored, which suits garments and animals, not digits.
  ///   - seed: The random seed.
  ///   - cache: The cache to keep the classifier in.
  /// - Precondition: `iterations` and `batchSize` are positive.
  public init(
    of dataset: String,
    iterations: Int = defaultIterations,
    batchSize: Int = defaultBatchSize,
    mirroring mirrors: Bool = false,
    seed: UInt64 = 0,
    keepingIn cache: EvaluationCache
  ) {
    require(iterations > 0 && batchSize > 0, "ClassifierTraining: \(iterations) of \(batchSize)")
    self.dataset = dataset
    self.iterations = iterations
    self.batchSize = batchSize
    self.mirrors = mirrors
    self.seed = seed
    self.cache = cache
  }

  /// Trains, tests and stores the classifier, replacing one of the same images.
  ///
  /// - Returns: Facts about it and the path of its file, or `nil` if a signal stopped the training.
  /// - Throws: `FileProblem` for unusable data and folders that cannot be written; `NonFiniteValue` if
  ///   training diverges.
  public func run(on console: Console) throws -> (facts: ClassifierFacts, path: String)? {
    let split = try LabeledSplit(of: Datasets.open(dataset), from: dataset)
    let dataHash = try split.training.contentHash()
    let network = ClassifierNetwork(
      for: split.training.shape,
      classes: split.classCount,
      weights: RandomStream(seed: seed, purpose: "classifier"),
      noise: RandomStream(seed: seed, purpose: "classifier noise")
    )
    console.print(
      """
      Training a classifier of \(dataset): \(split.classCount) classes, \
      \(split.training.count) images of \(split.training.shape), \
      \(split.test.count) for testing (\(split.testName))
      """
    )
    let folder = try RunFolder(cache.classifierFolder(of: dataHash), .overwrite)
    AtomicFile.removeAbandoned(of: folder.path(of: Classifier.fileName))
    guard case .finished = try train(network, on: split.training, in: folder, console) else {
      return nil
    }
    let accuracy = try Self.accuracy(of: network, on: split)
    let damages = split.training.takeDamages() + split.test.takeDamages()
    if !damages.isEmpty {
      let others = damages.count > 1 ? " and of \(damages.count - 1) more damaged images" : ""
      console.print("Other images were used in place of \(damages[0].path)\(others).")
    }
    let facts = ClassifierFacts(
      of: split,
      dataset: dataset,
      dataHash: dataHash,
      accuracy: accuracy,
      iterations: iterations,
      seed: seed
    )
    var arrays = NamedArrays(stateOf: network)
    arrays[ClassifierFacts.arrayName] = try facts.array
    try folder.write(Classifier.fileName) { try NPZ.write(arrays, to: $0) }
    return (facts, folder.path(of: Classifier.fileName))
  }

  private func train(
    _ network: ClassifierNetwork,
    on images: any ImageDataset,
    in folder: RunFolder,
    _ console: Console
  ) throws -> RunOutcome {
    let batches = try ShuffledBatches(
      images,
      batchSize: min(batchSize, images.count),
      stream: RandomStream(seed: seed, purpose: "classifier shuffling"),
      mirroring: mirrors
    )
    let trainer = Trainer(
      ClassifierUpdater(
        network,
        steps: iterations,
        shifts: RandomStream(seed: seed, purpose: "classifier shifts")
      ),
      on: PrefetchedBatches(batches, threads: Context.current.threadCount),
      until: .iterations(iterations),
      writingTo: folder
    )
    let interval = max(1, iterations / 10)
    trainer.extend(LogReport(), every: .iterations(interval))
    let table = PrintTable(columns: ["epoch", "iteration", "loss", "accuracy"], on: console)
    trainer.extend(table, every: .iterations(interval))
    trainer.extend(ProgressDisplay(on: console), every: .iterations(10).orAtEnd)
    return try SignalWatch.during { try trainer.run(stopping: $0) }
  }

  /// The accuracy on the test split.
  private static func accuracy(
    of network: ClassifierNetwork,
    on split: LabeledSplit
  ) throws -> Double {
    var right = 0
    try split.test.forEachBatch(of: Array(0..<split.test.count), size: 500) { batch, end in
      let found = inference {
        network.logits(of: network.features(of: batch.unitTensor)).mostLikely
      }
      let labels = split.testLabels[end - batch.count..<end]
      right += zip(found, labels).count { $0 == $1 }
    }
    return Double(right) / Double(split.test.count)
  }
}
