#if os(Linux)
import Distributed
import NeuralNetworks
import Optimizers
import TensorCore
import TestSupport
import Testing

/// Workers that update parameters in shards, against workers that update all of them each for itself.
@Suite struct ShardedUpdateTests {
  /// 70,000 elements, which neither two, three nor four workers share evenly, and 30, which are too few for shards.
  private final class Model: Module {
    let large = Parameter(.sample([70, 1001]))
    let small = Parameter(.sample([30]))
  }

  /// The rules with and without hooks that are part of the update.
  private static func optimizer(_ index: Int, of model: Model) -> Optimizer {
    switch index {
    case 0: Optimizer(of: model, Adam(learningRate: 0.05))
    case 1: Optimizer(of: model, SGD(learningRate: 0.02, momentum: 0.9))
    case 2:
      Optimizer(
        of: model,
        Adam(learningRate: 0.05, beta1: 0.5, form: .chainer),
        hooks: [WeightDecay(rate: 0.01)],
        schedule: .linear(to: 0, over: 20)
      )
    default:
      // What needs whole gradients rules shards out.
      Optimizer(of: model, Adam(learningRate: 0.05), hooks: [GradientNormClipping(to: 1)])
    }
  }

  /// What a worker ends with, and what it saw on the way.
  private struct Outcome: Equatable, Sendable {
    var values: [[Float]] = []
    var slots: [[Float]] = []
  }

  /// Steps of each kind by one of some workers, of which the first reads more than the others.
  private static func train(_ index: Int, by communicator: any Communicator) throws -> Outcome {
    try Context(threadCount: 1).run {
      let share = BatchShare(by: communicator, ofBatch: communicator.size)
      let model = Model()
      let targets = (0..<13).map {
        Tensor.sample([70, 1001], seed: UInt64(10 * $0 + communicator.rank))
      }
      return try Context.current.with(share: share).run {
        let optimizer = optimizer(index, of: model)
        var outcome = Outcome()
        func loss(_ step: Int) -> Tensor {
          (model.large.value - targets[step]).squared.mean()
            + (model.small.value * Float(communicator.rank + 1)).squared.mean()
        }
        func look() {
          outcome.values.append(model.large.value.scalars)
          outcome.slots += optimizer.state.map(\.value.scalars)
        }
        for step in 0..<3 { try optimizer.minimize(loss(step)) }
        if communicator.rank == 0 {
          look()
          optimizer.measuresGradientNorm = true
        }
        try optimizer.minimize(loss(3))
        #expect((optimizer.gradientNorm ?? 0) > 0 || communicator.rank > 0)
        optimizer.measuresGradientNorm = false
        // A gradient that nobody follows, one that is kept, and one that others are added to.
        _ = optimizer.gradients(of: loss(4))
        let kept = optimizer.gradients(of: loss(5))
        let more = optimizer.gradients(of: loss(6))
        try optimizer.step(along: zip(kept, more).map { $0 + $1 })
        try optimizer.minimize(loss(7))
        if communicator.rank == 0 { look() }
        let saved = optimizer.state
        for step in 8..<10 { try optimizer.minimize(loss(step)) }
        var values = saved.map(\.value).makeIterator()
        optimizer.load(step: 2) { _, shape in values.next() ?? .zeros(shape) }
        for step in 10..<13 { try optimizer.minimize(loss(step)) }
        look()
        if communicator.rank == 0 { outcome.values.append(kept[0].scalars) }
        return outcome
      }
    }
  }

  @Test(arguments: 0..<4, 2...4) func theyComputeTheSame(_ index: Int, _ count: Int) throws {
    let whole = try ThreadCommunicator.run(count) { try Self.train(index, by: $0) }
    let sharded = try ThreadCommunicator.run(count) {
      try Self.train(index, by: try #require(try MemoryCommunicator.joined($0)))
    }
    #expect(sharded == whole)
    #expect(sharded[0].values[2] == sharded[count - 1].values[0])
  }
}
#endif
