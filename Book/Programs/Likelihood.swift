import Datasets
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// Four models of black and white images, all of one kind: a mixture of independent pixels.
struct Likelihood: Program {
  let setup: Setup
  let random = RandomStream(seed: 1, purpose: "likelihood")

  /// p(x) = Σ πₖ Π p(xᵢ | k): one of K kinds is drawn, then each pixel by itself.
  final class Mixture: Module {
    let shares: Parameter
    let logits: Parameter

    init(shares: Tensor, logits: Tensor) {
      self.shares = Parameter(shares)
      self.logits = Parameter(logits)
    }

    /// log p(x) of each row.
    func logLikelihood(_ x: Tensor) -> Tensor {
      let pixels = logits.value
      let given =
        matrixProduct(x, pixels, transposingRight: true)
        - softplus(pixels).sum(along: [1])
      let joint = logSoftmax(shares.value.reshaped(to: [1, -1])) + given
      let largest = joint.maximum(along: 1, keepingAxis: true).detached
      return log(exp(joint - largest).sum(along: [1])) + largest.reshaped(to: [-1])
    }

    /// −log₂ p(x) for each pixel, the mean over rows.
    func bits(_ x: Tensor) -> Double {
      let mean = withoutRecording { logLikelihood(x).mean() }
      return -Double(mean.scalar) / Double(x.shape[1]) / log(2)
    }

    /// Images that the model draws.
    func sample(_ count: Int, using random: RandomStream) -> Tensor {
      let odds = softmax(shares.value.reshaped(to: [1, -1])).scalars
      let kinds = Tensor.uniform([count], using: random).scalars.map { choice in
        var rest = choice
        return odds.firstIndex { share in
          rest -= share
          return rest < 0
        } ?? odds.count - 1
      }
      let means = sigmoid(logits.value.detached.rows(kinds))
      return (means - Tensor.uniform(means.shape, using: random)).sign.clamped(to: 0...1)
    }
  }

  func run() throws {
    let (training, test) = (try setup.silhouettes(20_000), try setup.silhouettes(2000, .test))

    // No training: what is counted is the best that independent pixels can be.
    let coin = Mixture(shares: .zeros([1]), logits: .zeros([1, 784]))
    let counted = (training.sum(along: [0]) + 1) / Float(training.shape[0] + 2)
    let independent = Mixture(
      shares: .zeros([1]),
      logits: log(counted / (1 - counted)).reshaped(to: [1, 784])
    )
    // Each training image is a kind of its own, of which 2 % of the pixels are flipped.
    let known = training.slice(0..<2000, along: 0)
    let byHeart = Mixture(shares: .zeros([2000]), logits: (known * 2 - 1) * Float(log(0.98 / 0.02)))

    let kinds = 50
    let first = training.randomRows(kinds, using: random) * 2 - 1
    let mixture = Mixture(shares: .zeros([kinds]), logits: first)
    let steps = setup.steps(1500)
    let fall = LearningRateSchedule.cosine(to: 0.01, over: steps)
    let optimizer = Optimizer(of: mixture, Adam(learningRate: 0.05), schedule: fall)
    for _ in 0..<steps {
      try optimizer.minimize(-mixture.logLikelihood(training.randomRows(200, using: random)).mean())
    }

    print(head("bits per pixel", ["training", "test"]))
    let models = [("coin", coin), ("independent pixels", independent), ("50 kinds", mixture)]
    for (name, model) in models + [("2000 images by heart", byHeart)] {
      print(row(name, [model.bits(known), model.bits(test)]))
    }
    let samples = [independent, mixture, byHeart].map { $0.sample(12, using: random) }
    try setup.write(concatenate(samples), columns: 12, as: "likelihood-samples")
    try setup.write(
      sigmoid(mixture.logits.value).slice(0..<36, along: 0),
      columns: 12,
      as: "likelihood-kinds"
    )
  }
}
