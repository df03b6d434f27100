import Datasets
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// A variational autoencoder with two latent numbers, few enough to integrate over them.
struct Variational: Program {
  let setup: Setup
  let random = RandomStream(seed: 1, purpose: "variational")

  /// An encoder from an image to a Gaussian in the plane, and a decoder from the plane to pixels.
  final class Autoencoder: Module {
    let encoder: Layers
    let decoder: Layers

    init(using random: RandomStream) {
      encoder = layers([784, 256, 4], using: random)
      decoder = layers([2, 256, 784], using: random)
    }

    /// The two terms of the bound, a number for each row, with one z for each.
    func terms(_ x: Tensor, using random: RandomStream) -> (reconstruction: Tensor, cost: Tensor) {
      let (mean, logVariance) = encode(x)
      let noise = Tensor.normal(mean.shape, using: random)
      let logits = decoder(mean + exp(logVariance * 0.5) * noise)
      let reconstruction = (x * logits - softplus(logits)).sum(along: [1])
      let cost = ((mean.squared + exp(logVariance) - logVariance - 1) * 0.5).sum(along: [1])
      return (reconstruction, cost)
    }

    /// The mean and the logarithm of the variance of q(z | x), both `[N, 2]`.
    func encode(_ x: Tensor) -> (mean: Tensor, logVariance: Tensor) {
      let code = encoder(x)
      return (code.slice(0..<2, along: 1), code.slice(2..<4, along: 1))
    }
  }

  func run() throws {
    let (training, test) = (try setup.silhouettes(20_000), try setup.silhouettes(2000, .test))
    let model = Autoencoder(using: random)
    let steps = setup.steps(6000)
    let optimizer = adam(model, 0.002, over: steps, beta1: 0.9)
    for _ in 0..<steps {
      let terms = model.terms(training.randomRows(100, using: random), using: random)
      try optimizer.minimize((terms.cost - terms.reconstruction).mean())
    }

    print(head("nats per image", ["E log p(x|z)", "KL", "bound", "log p(x)"], width: 13))
    for (name, images) in [("training", training), ("test", test)] {
      let x = images.slice(0..<500, along: 0)
      let terms = withoutRecording { (0..<20).map { _ in model.terms(x, using: random) } }
      let fit = terms.map { Double($0.reconstruction.mean().scalar) }.reduce(0, +) / 20
      let cost = Double(terms[0].cost.mean().scalar)
      let exact = logLikelihood(x, of: model)
      print(row(name, [fit, cost, fit - cost, exact], digits: 2, width: 13))
      if name == "test" { print(row("test, bits per pixel", [-exact / 784 / log(2)])) }
    }

    let some = test.slice(0..<12, along: 0)
    let back = sigmoid(model.decoder(model.encode(some).mean))
    let drawn = sigmoid(model.decoder(.normal([12, 2], using: random)))
    try setup.write(concatenate([some, back, drawn]), columns: 12, as: "variational-images")
    let ticks = (0..<12).map { Float($0) * 0.4 - 2.2 }
    let plane = ticks.reversed().flatMap { y in ticks.flatMap { [$0, y] } }
    let decoded = sigmoid(model.decoder(Tensor(plane, shape: [144, 2])))
    try setup.write(decoded, columns: 12, as: "variational-plane")
  }

  /// The mean of log ∫ p(x | z) p(z) dz: a sum over a grid so fine that halving its step changes nothing.
  func logLikelihood(_ x: Tensor, of model: Autoencoder) -> Double {
    let step: Float = setup.isBrief ? 0.5 : 0.02
    let ticks = Array(stride(from: Float(-4), through: 4, by: step))
    var sums = [Double](repeating: 0, count: x.shape[0])
    var largest = [Double](repeating: -.infinity, count: x.shape[0])
    for a in ticks {
      let z = Tensor(ticks.flatMap { [a, $0] }, shape: [ticks.count, 2])
      let joint = withoutRecording {
        let logits = model.decoder(z)
        let prior = z.squared.sum(along: [1]) * -0.5 + Float(2 * log(step) - log(2 * Float.pi))
        return matrixProduct(x, logits, transposingRight: true) - softplus(logits).sum(along: [1])
          + prior
      }
      for (index, value) in joint.scalars.enumerated() {
        let (row, value) = (index / ticks.count, Double(value))
        if value > largest[row] {
          sums[row] *= exp(largest[row] - value)
          largest[row] = value
        }
        sums[row] += exp(value - largest[row])
      }
    }
    return zip(sums, largest).map { log($0) + $1 }.reduce(0, +) / Double(x.shape[0])
  }
}
