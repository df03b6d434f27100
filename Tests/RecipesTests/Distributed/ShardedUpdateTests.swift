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

  /// 241,200 elements in rows of no whole number of cache lines: of 7 examples the gradient is known by its factors.
  private final class Layer: Module {
    let weight = Parameter(.sample([400, 603]) * 0.1)
    let bias = Parameter(.sample([603]))
    private let images = (0..<7).map { Tensor.sample([7, 400], seed: UInt64($0)) }

    /// The loss over some of 7 examples, which pass through the layer twice.
    func loss(_ step: Int, _ rows: Range<Int>) -> Tensor {
      let x = images[step].slice(rows, along: 0)
      let y = linear(x, weight.value, bias: bias.value)
      let z = linear(x.squared, weight.value, bias: bias.value)
      return (y.squared.mean(along: [1]) + z.mean(along: [1])).mean()
    }
  }

  /// Steps by a worker that sees some of the examples; in every third one the first gives its whole gradient.
  private static func trainLayer(_ rank: Int, _ share: BatchShare) throws -> [[Float]] {
    let layer = Layer()
    return try Context(threadCount: 1).with(share: share).run {
      let optimizer = Optimizer(of: layer, SGD(learningRate: 0.1, momentum: 0.5))
      var kept: [Tensor] = []
      var found: [[Float]] = []
      for step in 0..<7 {
        let isWhole = step % 3 == 2 && rank == 0
        let loss = layer.loss(step, share.range)
        let penalty = layer.weight.value.squared.mean() * (isWhole ? 1 : 0)
        optimizer.measuresGradientNorm = step == 4
        try optimizer.minimize(loss + penalty)
        // What is kept stays as it was.
        kept.append(layer.weight.value.detached)
        found.append(kept[step].scalars)
      }
      found.append([Float(optimizer.gradientNorm ?? 0)])
      #expect(kept.map(\.scalars) == found.dropLast())
      return found
    }
  }

  @Test(arguments: 2...4) func ofFewExamplesTheyExchangeFactors(_ count: Int) throws {
    let sharded = try ThreadCommunicator.run(count) {
      let communicator = try #require(try MemoryCommunicator.joined($0))
      return try Self.trainLayer($0.rank, BatchShare(by: communicator, ofBatch: 7))
    }
    for worker in sharded { #expect(worker == sharded[0]) }
    // One who sees all examples.
    let layer = Layer()
    let optimizer = Optimizer(of: layer, SGD(learningRate: 0.1, momentum: 0.5))
    // The share of the first of several.
    let share = Float((7 + count - 1) / count) / 7
    for step in 0..<7 {
      let penalty = layer.weight.value.squared.mean() * (step % 3 == 2 ? share : 0)
      optimizer.measuresGradientNorm = step == 4
      try optimizer.minimize(layer.loss(step, 0..<7) + penalty)
      let values = layer.weight.value.scalars
      let distance = zip(values, sharded[0][step]).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(distance < 2e-6, "after step \(step)")
    }
    let norm = Float(optimizer.gradientNorm ?? 0)
    #expect(abs(norm - sharded[0][7][0]) < 1e-5 * norm)
  }
}
#endif
