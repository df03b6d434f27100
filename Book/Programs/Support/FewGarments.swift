import Adversarial
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// A small GAN on a hundred garments, whose discriminator is asked about a thousand others.
struct FewGarments {
  let known: Tensor
  let others: Tensor
  let random: RandomStream

  init(_ setup: Setup, using random: RandomStream) throws {
    let garments = try setup.garments(1100) * 2 - 1
    known = garments.slice(0..<100, along: 0)
    others = garments.slice(100..<1100, along: 0)
    self.random = random
  }

  /// Trains, and reports D of known, of other and of generated garments after some of the steps.
  ///
  /// What both networks learn from are images behind `change`, real and generated ones alike.
  func train(
    _ steps: Int,
    reportingAt places: [Int],
    change: (Tensor) -> Tensor = { $0 },
    report: (_ step: Int, _ means: [Double]) -> Void
  ) throws {
    let generator = layers([64, 256, 784], using: random)
    let discriminator = layers([784, 256, 1], using: random)
    let rule = Adam(learningRate: 2e-4, beta1: 0.5)
    let (ofG, ofD) = (Optimizer(of: generator, rule), Optimizer(of: discriminator, rule))
    func fakes() -> Tensor {
      tanh(generator(.normal([50, 64], using: random))).reshaped(to: [-1, 28, 28, 1])
    }
    func logits(_ images: Tensor) -> Tensor { discriminator(change(images).flattened) }
    for step in 1...steps {
      let (real, fake) = (known.randomRows(50, using: random), fakes())
      try ofD.minimize(softplus(-logits(real)).mean() + softplus(logits(fake.detached)).mean())
      try ofG.minimize(softplus(-logits(fake)).mean())
      if places.contains(step) {
        let shown = [known, others, fakes()].map { sigmoid(discriminator($0.flattened)).mean() }
        report(step, shown.map { Double($0.scalar) })
      }
    }
  }
}
