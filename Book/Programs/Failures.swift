import Adversarial
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// Four ways in which training fails, each small enough to be provoked.
struct Failures: Program {
  let setup: Setup
  let random = RandomStream(seed: 1, purpose: "failures")

  func run() throws {
    try saturate()
    try setup.write(
      Plot(panels: [
        try ring("Balanced", ofG: 1e-3, ofD: 1e-3, stepsOfG: 1),
        try ring("Collapsed", ofG: 1e-3, ofD: 1e-4, stepsOfG: 5),
        try ring("Overpowered", ofG: 1e-4, ofD: 1e-2, stepsOfG: 1),
      ]),
      as: "failures-ring"
    )
    try learnByHeart()
  }

  /// Trains a discriminator alone, and looks at the gradient that is left for the generator.
  func saturate() throws {
    let (generator, discriminator) = (network(2, 2), network(2, 1))
    let optimizer = Optimizer(of: discriminator, Adam(learningRate: 1e-3))
    print(head("steps of D alone", ["D(G(z))", "minimax", "non-sat."]))
    for step in 0...setup.steps(1000) {
      let fake = generator(.normal([256, 2], using: random))
      if [0, 10, 30, 100, 300, 1000].contains(step) {
        let logits = discriminator(fake)
        let norms = [Objective.minimax, .nonSaturating].map { objective in
          let loss = objective.generatorLoss(fake: logits)
          let found = gradients(of: loss, withRespectTo: generator.parameters)
          return Double(found.map { $0.squared.sum().scalar }.reduce(0, +).squareRoot())
        }
        print(row("\(step)", [Double(sigmoid(logits).mean().scalar)] + norms, digits: 4))
      }
      let real = Ring.sample(256, using: random)
      try optimizer.minimize(loss(discriminator, real, fake.detached))
    }
  }

  /// Trains a GAN on the ring, and shows where it was after a third, two thirds and all of the steps.
  func ring(
    _ title: String,
    ofG: Float,
    ofD: Float,
    stepsOfG: Int
  ) throws -> Plot.Panel {
    let (generator, discriminator) = (network(2, 2), network(2, 1))
    let optimizerG = Optimizer(of: generator, Adam(learningRate: ofG, beta1: 0.5))
    let optimizerD = Optimizer(of: discriminator, Adam(learningRate: ofD, beta1: 0.5))
    let steps = setup.steps(6000)
    print(head(title.lowercased(), ["hills", "share", "D(x)", "D(G(z))"]))
    for step in 1...steps {
      let real = Ring.sample(256, using: random)
      let fake = generator(.normal([256, 2], using: random)).detached
      try optimizerD.minimize(loss(discriminator, real, fake))
      for _ in 0..<stepsOfG {
        let fake = generator(.normal([256, 2], using: random))
        try optimizerG.minimize(softplus(-discriminator(fake)).mean())
      }
      if step % max(steps / 6, 1) == 0 {
        let points = generator(.normal([1000, 2], using: random))
        let (hills, share) = Ring.scores(of: points)
        let means = [discriminator(real), discriminator(points)].map { sigmoid($0).mean() }
        print(row("\(step)", [Double(hills), share] + means.map { Double($0.scalar) }, digits: 2))
      }
    }
    return Ring.panel(title, generator(.normal([300, 2], using: random)), using: random)
  }

  /// Trains on a hundred garments, and asks the discriminator about a thousand others.
  func learnByHeart() throws {
    let steps = setup.steps(3000)
    print(head("steps on 100 garments", ["known", "others", "made"]))
    let places = [steps / 30, steps / 10, steps / 3, steps]
    try FewGarments(setup, using: random).train(steps, reportingAt: places) { step, means in
      print(row("\(step)", means))
    }
  }

  func network(_ inputs: Int, _ outputs: Int) -> Layers {
    layers([inputs, 64, 64, outputs], using: random)
  }

  func loss(_ discriminator: Layers, _ real: Tensor, _ fake: Tensor) -> Tensor {
    softplus(-discriminator(real)).mean() + softplus(discriminator(fake)).mean()
  }
}
