internal import Archives
internal import Datasets
internal import Optimizers
internal import Randomness
internal import TensorCore
internal import Training

/// Trains a classifier with the cross entropy of its logits and the labels.
final class ClassifierUpdater: Updater {
  private let network: ClassifierNetwork
  private let optimizer: Optimizer
  private let shifts: RandomStream
  private static let reach = 1

  init(_ network: ClassifierNetwork, steps: Int, shifts: RandomStream) {
    self.network = network
    optimizer = Optimizer(
      of: network,
      Adam(learningRate: 2e-3),
      schedule: .cosine(to: 0.01, over: steps)
    )
    self.shifts = shifts
  }

  /// Takes one training step; returns `loss` and `accuracy` on the batch.
  func update(_ batch: ImageBatch) throws -> Observation {
    let labels = batch.labels ?? []
    let images = batch.shifted(by: Self.reach, using: shifts).unitTensor
    let logits = network.logits(of: network.features(of: images))
    let loss = softmaxCrossEntropy(logits: logits, labels: labels)
    try optimizer.minimize(loss)
    let right = zip(logits.mostLikely, labels).count { $0 == $1 }
    return ["loss": Double(loss.scalar), "accuracy": Double(right) / Double(batch.count)]
  }

  /// The network only: training a classifier is short and starts over if it was stopped.
  func state() throws -> NamedArrays { NamedArrays(stateOf: network) }

  /// Restores a network.
  ///
  /// - Throws: `FileProblem` if it is not of this architecture.
  func restore(from state: StateReader) throws { try state.load(into: network) }
}

extension Tensor {
  /// The column of the largest value in each row of `[N, columns]`.
  var mostLikely: [Int] {
    let (columns, values) = (shape[1], scalars)
    return (0..<shape[0]).map { row in
      (0..<columns).max { values[row * columns + $0] < values[row * columns + $1] } ?? 0
    }
  }
}
