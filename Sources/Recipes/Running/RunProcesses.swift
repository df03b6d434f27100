internal import Adversarial
internal import Archives
internal import Datasets
internal import Distributed
internal import Evaluation
internal import Foundation
internal import NeuralNetworks
internal import TensorCore
internal import Terminal
internal import Training

/// The processes that share a run's batches, as one of them sees it.
///
/// All of them train; the first alone writes files, prints and evaluates.
struct RunProcesses {
  private let communicator: any Communicator

  /// The images of which a hash is compared.
  private static let comparedImages = 64

  /// Whether gradients are added up while others are computed; `FORGER_MPI_OVERLAP=0` shows what that brings.
  private static var overlaps: Bool {
    ProcessInfo.processInfo.environment["FORGER_MPI_OVERLAP"] != "0"
  }

  init(_ communicator: any Communicator) { self.communicator = communicator }

  /// Whether this process is the one that writes.
  var isFirst: Bool { communicator.rank == 0 }

  private var isAlone: Bool { communicator.size == 1 }

  /// Checks that all processes have come for the same run.
  ///
  /// - Throws: `ProcessDifference` if they have not.
  func check(_ recipe: Recipe, on dataset: any ImageDataset) throws {
    if isAlone { return }
    let own = [
      "version": "\(ForgerVersion.current), snapshots of format \(NamedArrays.stateFormat)",
      "number of images": "\(dataset.count)",
      "images": try dataset.contentHash(ofAtMost: Self.comparedImages),
      "seed": "\(recipe.seed)",
      "recipe": recipe.yaml,
    ]
    let all = try gather(own)
    for name in ["version", "number of images", "images", "seed", "recipe"] {
      guard let rank = all.firstIndex(where: { $0[name] != all[0][name] }) else { continue }
      throw ProcessDifference(
        name,
        rank: rank,
        values: name == "recipe" ? nil : (all[rank][name] ?? "", all[0][name] ?? "")
      )
    }
  }

  /// Gives the networks what they take from the images before their first iteration.
  func prepare(_ gan: GAN, for dataset: any ImageDataset) throws {
    try gan.prepare(for: dataset, sharedBy: communicator)
  }

  /// The part of each batch that this process has; `nil` if it is alone.
  ///
  /// - Throws: `FileProblem` if there are more processes than images in a batch.
  func share(of recipe: Recipe) throws -> BatchShare? {
    if isAlone { return nil }
    guard recipe.batchSize >= communicator.size else {
      throw FileProblem(
        "a batch",
        found: "has \(recipe.batchSize) images for \(communicator.size) processes",
        expected: "at least one for each process"
      )
    }
    return BatchShare(
      of: communicator.rank,
      among: communicator.size,
      ofBatch: recipe.batchSize,
      with: CommunicatingWorkers(communicator, overlapping: Self.overlaps),
      normalizingBy: recipe.batchStatistics
    )
  }

  /// The signal that the run stops for: the most severe that any process got.
  func agree(on signal: StopSignal?) throws -> StopSignal? {
    if isAlone { return signal }
    let all = try communicator.allGather([UInt8(signal?.rawValue ?? 0)])
    return all.compactMap { $0.first.flatMap { StopSignal(rawValue: Int32($0)) } }
      .max { $0.rawValue < $1.rawValue }
  }

  /// Makes all processes compute convolutions alike, and compares their weights from time to time.
  func watch(_ gan: GAN, by trainer: Trainer) {
    if isAlone { return }
    trainer.extend(AlgorithmAgreement(by: communicator), every: .never)
    trainer.extend(WeightComparison(of: gan, by: communicator), every: .iterations(100).orAtEnd)
  }

  /// What all processes say, in the order of ranks.
  func gather<Value: Codable>(_ value: Value) throws -> [Value] {
    try communicator.allGather([UInt8](JSONEncoder().encode(value)))
      .map { try JSONDecoder().decode(Value.self, from: Data($0)) }
  }

  /// How batches are shared: "3, with 10 or 11 images of each batch"; `nil` for one process.
  func text(of recipe: Recipe) -> String? {
    if isAlone { return nil }
    let (least, rest) = recipe.batchSize.quotientAndRemainder(dividingBy: communicator.size)
    let images = rest == 0 ? "\(least)" : "\(least) or \(least + 1)"
    return "\(communicator.size), with \(images) images of each batch"
  }
}

/// Makes all processes compute their convolutions by the first one's algorithms: by those that it knows at the start,
/// and by those that it has measured in its first iteration.
private final class AlgorithmAgreement: Extension {
  let name = "algorithm agreement"
  /// Before anything is written.
  let priority = ExtensionPriority.writer

  private let communicator: any Communicator
  private var isFound = false

  init(by communicator: any Communicator) { self.communicator = communicator }

  /// A snapshot's choices are the first process's only.
  func initialize(_ trainer: Trainer) throws { try agree() }

  func observe(_ trainer: Trainer) throws {
    if isFound { return }
    isFound = true
    try agree()
  }

  func run(in trainer: Trainer) throws {}

  private func agree() throws {
    var own = Context.current.knownChoices
    own.merge(Context.current.usedChoices)
    let first = try communicator.broadcast([UInt8](JSONEncoder().encode(own)))
    let choices = try JSONDecoder().decode(ConvolutionChoices.self, from: Data(first))
    if communicator.rank > 0 { Context.current.adopt(choices) }
  }
}

/// Checks that all processes have the same weights.
private final class WeightComparison: Extension {
  let name = "weight comparison"
  /// Before anything is written.
  let priority = ExtensionPriority.writer

  private let gan: GAN
  private let communicator: any Communicator

  init(of gan: GAN, by communicator: any Communicator) {
    (self.gan, self.communicator) = (gan, communicator)
  }

  /// Processes that resume from different snapshots differ from the start.
  func initialize(_ trainer: Trainer) throws { try run(in: trainer) }

  func run(in trainer: Trainer) throws {
    var sum = SHA256()
    for parameter in gan.generator.parameters + gan.discriminator.parameters {
      parameter.value.withUnsafeBuffer { sum.update(UnsafeRawBufferPointer($0)) }
    }
    let all = try communicator.allGather([UInt8](try sum.finish(of: "weights").utf8))
    guard let rank = all.firstIndex(where: { $0 != all[0] }) else { return }
    throw ProcessDifference("weights after iteration \(trainer.iteration)", rank: rank)
  }
}

/// What processes that share a run do not have in common.
public struct ProcessDifference: Error, CustomStringConvertible, Equatable {
  /// What differs, and between whom.
  public let description: String

  init(_ what: String, rank: Int, values: (other: String, first: String)? = nil) {
    let both = values.map { ": \($0.other) and \($0.first)" } ?? ""
    description =
      "rank \(rank) and rank 0 differ in their \(what)\(both); expected the same on all ranks"
  }
}
