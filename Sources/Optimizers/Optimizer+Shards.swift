internal import NeuralNetworks
internal import TensorCore

extension Optimizer {
  /// Starts to add up gradients over all workers.
  func startSum(of share: BatchShare) -> WholeGradients {
    prepareShards(of: share)
    return WholeGradients(sum: share.startGradientSum(), shards: shards)
  }

  /// Agrees with the other workers on the parameters that they update in shards.
  ///
  /// Each worker has its shard of a gradient only: what changes gradients as a whole rules that out, as does a rule
  /// that is no single operation.
  private func prepareShards(of share: BatchShare) {
    if !shards.isEmpty, shards.allSatisfy({ $0?.belongs(to: share) ?? true }) { return }
    shards =
      hooks.isEmpty && operation(learningRate) != nil && Context.current.engine.device == nil
      ? share.shardedParameters(
        of: parameters.map(\.value.shape),
        slots: rule.slotNames.count
      )
      : parameters.map { _ in nil }
  }

  /// Updates a parameter in shards along the last gradient that was added up so.
  ///
  /// - Returns: Whether it did.
  func moveShard(_ index: Int, _ gradient: Tensor, _ rate: Float) -> Bool {
    guard shards.indices.contains(index), let parameter = shards[index] else { return false }
    guard parameter.isGradient(gradient), let update = operation(rate) else {
      parameter.forgetSlots()
      return false
    }
    parameters[index].value.apply(update, in: parameter, changing: &slots[index])
    return true
  }
}

/// Gradients that are added up over all workers.
struct WholeGradients {
  private let sum: GradientSum
  private let shards: [ShardedParameter?]

  init(sum: GradientSum, shards: [ShardedParameter?]) { (self.sum, self.shards) = (sum, shards) }

  /// Whether a gradient had better be added early.
  var isSlow: Bool { sum.isSlow }

  /// Adds this worker's gradient of a parameter; all workers do so in the same order.
  ///
  /// - Returns: The whole batch's gradient.
  func add(_ gradient: Tensor, _ index: Int) -> Tensor {
    shards[index]?.add(gradient) ?? sum.add(gradient)
  }

  /// Says that there are no more gradients.
  func finish() { sum.finish() }
}
