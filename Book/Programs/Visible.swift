import Adversarial
import Datasets
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// A fully visible network: each pixel is a logistic regression on all pixels before it.
struct Visible: Program {
  let setup: Setup
  let random = RandomStream(seed: 1, purpose: "visible")

  /// p(x) = Π p(xⱼ | x₁ … xⱼ₋₁).
  final class Chain: Module {
    let weight = Parameter(.zeros([784, 784]))
    let bias = Parameter(.zeros([784]))
    /// 1 where pixel i comes before pixel j.
    private let earlier = Tensor(
      (0..<784 * 784).map { $0 / 784 < $0 % 784 ? 1 : 0 },
      shape: [784, 784]
    )

    /// The logit of each pixel, given those before it.
    func callAsFunction(_ x: Tensor) -> Tensor {
      matrixProduct(x, weight.value * earlier) + bias.value
    }

    /// log p(x) of each pixel of each row.
    func logLikelihood(_ x: Tensor) -> Tensor {
      let logits = self(x)
      return x * logits - softplus(logits)
    }

    /// −log₂ p(x) for each pixel, the mean over rows.
    func bits(_ x: Tensor) -> Double {
      -Double(withoutRecording { logLikelihood(x).mean() }.scalar) / log(2)
    }

    /// Continues images from a pixel on, one pixel after another.
    func complete(_ images: Tensor, from start: Int, using random: RandomStream) -> Tensor {
      withoutRecording {
        var pixels = images.scalars
        for place in start..<784 {
          let logits = self(Tensor(pixels, shape: images.shape)).slice(at: place, along: 1)
          let chances = Tensor.uniform(logits.shape, using: random).scalars
          for (index, odds) in sigmoid(logits).scalars.enumerated() {
            pixels[index * 784 + place] = chances[index] < odds ? 1 : 0
          }
        }
        return Tensor(pixels, shape: images.shape)
      }
    }
  }

  func run() throws {
    let (training, test) = (try setup.silhouettes(20_000), try setup.silhouettes(2000, .test))
    let chain = Chain()
    let steps = setup.steps(3000)
    let fall = LearningRateSchedule.cosine(to: 0.01, over: steps)
    let optimizer = Optimizer(of: chain, Adam(learningRate: 0.003), schedule: fall)
    print(head("bits per pixel", ["training", "test"]))
    for step in 0...steps {
      if [0, steps / 30, steps / 10, steps / 3, steps].contains(step) {
        print(row("\(step)", [chain.bits(training.slice(0..<2000, along: 0)), chain.bits(test)]))
      }
      try optimizer.minimize(-chain.logLikelihood(training.randomRows(200, using: random)).mean())
    }

    // From nothing, and from the upper half of images that the model has not seen.
    let samples = chain.complete(.zeros([24, 784]), from: 0, using: random)
    try setup.write(samples, columns: 12, as: "visible-samples")
    let halves = test.slice(0..<12, along: 0)
    let completions = (0..<2).map { _ in chain.complete(halves, from: 392, using: random) }
    try setup.write(concatenate([halves] + completions), columns: 12, as: "visible-halves")

    // What three pixels have learned to look at; gray is a weight of 0.
    let places = [9 * 28 + 14, 16 * 28 + 6, 20 * 28 + 18]
    let seen = stack(places.map { chain.weight.value.slice(at: $0, along: 1) }).clamped(to: -1...1)
    try setup.write(seen, columns: 3, in: .symmetric, scale: 6, as: "visible-weights")
  }
}
