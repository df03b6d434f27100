public import Archives
public import Datasets
import Foundation
import NeuralNetworks
public import Optimizers
public import Randomness
import TensorCore
public import Training

/// Maximizes the likelihood of binary images, or its bound.
public final class ImageModelUpdater<Model: ImageModel>: Updater {
  /// The average of the weights while the model learns, which is better than the last ones.
  public let average: Model
  private let model: Model
  private let optimizer: Optimizer
  private let movingAverage: MovingAverage
  private let random: RandomStream

  /// An updater of a model.
  ///
  /// - Parameters:
  ///   - model: The model in training.
  ///   - average: A second one of the same architecture.
  ///   - rule: How it is updated.
  ///   - random: Draws what the model's estimate needs.
  public init(_ model: Model, average: Model, _ rule: any UpdateRule, using random: RandomStream) {
    (self.model, self.average, self.random) = (model, average, random)
    optimizer = Optimizer(of: model, rule)
    movingAverage = MovingAverage(of: model, in: average, decay: 0)
  }

  /// Takes a training step; returns the parts in bits per dimension.
  public func update(_ batch: ImageBatch) throws -> Observation {
    let parts = model.nats(of: BinaryImages.tensor(batch), using: random)
    let means = parts.map { $0.mean() / Float(batch.shape.byteCount) }
    try optimizer.minimize(means.dropFirst().reduce(means[0], +))
    // Short at first, so that the first weights are soon forgotten.
    let step = Float(optimizer.step)
    movingAverage.follow(decay: min(0.999, (1 + step) / (10 + step)))
    var observation = Observation()
    for (name, mean) in zip(Model.parts, means) { observation[name] = Double(mean.scalar) / log(2) }
    return observation
  }

  /// Both models, the optimizer and the random numbers' position.
  public func state() throws -> NamedArrays {
    var state = NamedArrays()
    state.merge(NamedArrays(stateOf: model), under: "model/")
    state.merge(NamedArrays(stateOf: average), under: "average/")
    state.merge(NamedArrays(stateOf: optimizer), under: "optimizer/")
    state.set("random", to: random.position)
    return state
  }

  /// Restores a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit.
  public func restore(from state: StateReader) throws {
    try state.section("model/").load(into: model)
    try state.section("average/").load(into: average)
    try state.section("optimizer/").load(into: optimizer)
    random.position = try state.bits("random")
  }
}
