import Adversarial
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// What came after the first GANs: other objectives, bounded gradients, and images changed for the discriminator.
struct After: Program {
  let setup: Setup
  let random = RandomStream(seed: 1, purpose: "after")

  func run() throws {
    print(head("radius after", ["100", "500"]))
    let circles = [
      try dirac("Minimax", .minimax), try dirac("Non-saturating", .nonSaturating),
      try dirac("Wasserstein", .wasserstein),
    ]
    try setup.write(Plot(panels: circles), as: "after-dirac")
    print(head("", ["hills", "share"]))
    let (r1, r2) = (R1Penalty(gamma: 0.1), R2Penalty(gamma: 0.1))
    let rings = [
      try ring("Non-saturating", .nonSaturating), try ring("With R1", .nonSaturating, [r1]),
      try ring("Wasserstein", .wasserstein, [WassersteinPenalty(weight: 1, using: random)]),
      try ring("Spectral norm", .hinge, isSpectral: true),
      try ring("Relativistic", .relativistic, [r1, r2]),
    ]
    try setup.write(Plot(panels: rings), as: "after-ring")
    try augment()
  }

  /// The smallest GAN: the data are the number 0, G makes θ, and D(x) = ψ·x.
  ///
  /// Follows both gradients at once, without and with the penalty γ/2·ψ² on the gradient of D.
  func dirac(_ title: String, _ objective: Objective) throws -> Plot.Panel {
    let curves = [Float(0), 0.5].map { gamma in
      let (theta, psi) = (Parameter(Tensor([1])), Parameter(Tensor([0])))
      var path: [SIMD2<Double>] = []
      for _ in 0...500 {
        path.append(SIMD2(Double(theta.value.scalar), Double(psi.value.scalar)))
        let (real, fake) = (psi.value * 0, psi.value * theta.value)
        let penalty = psi.value.squared.sum() * (gamma / 2)
        let lossD = objective.discriminatorLoss(real: real, fake: fake) + penalty
        let lossG = objective.generatorLoss(fake: fake, real: real)
        let slopeD = gradients(of: lossD, withRespectTo: [psi])[0]
        let slopeG = gradients(of: lossG, withRespectTo: [theta])[0]
        psi.value = psi.value - slopeD * 0.1
        theta.value = theta.value - slopeG * 0.1
      }
      let radii = [path[100], path[500]].map { ($0 * $0).sum().squareRoot() }
      print(row("\(title.lowercased())\(gamma > 0 ? " + R1" : "")", radii))
      let visible = path.prefix { abs($0.x) < 2 && abs($0.y) < 2 }
      return Plot.Curve(name: gamma > 0 ? "with R1" : "without", points: Array(visible))
    }
    return Plot.Panel(title: title, x: -2...2, y: -2...2, curves: curves)
  }

  /// Trains a GAN on the ring.
  func ring(
    _ title: String,
    _ objective: Objective,
    _ penalties: [any GradientPenalty] = [],
    isSpectral: Bool = false
  ) throws -> Plot.Panel {
    let generator = layers([2, 64, 64, 2], using: random)
    let discriminator = LayerDiscriminator(
      layers([2, 64, 64, 1], isSpectral: isSpectral, using: random)
    )
    // The rates of the overpowered discriminator of the chapter before.
    let training = GANTraining(
      generator: LayerGenerator(generator),
      discriminator: discriminator,
      generatorOptimizer: Optimizer(of: generator, Adam(learningRate: 1e-4, beta1: 0.5)),
      discriminatorOptimizer: Optimizer(of: discriminator, Adam(learningRate: 1e-2, beta1: 0.5)),
      objective: objective,
      regularization: Regularization(penalties: penalties)
    )
    let step = AlternatingStep(training)
    for _ in 0..<setup.steps(6000) {
      _ = try step(real: Ring.sample(256, using: random)) { .normal([$0, 2], using: random) }
    }
    let points = generator(.normal([1000, 2], using: random))
    let (hills, share) = Ring.scores(of: points)
    print(row(title.lowercased(), [Double(hills), share], digits: 2))
    return Ring.panel(title, points.slice(0..<300, along: 0), using: random)
  }

  /// Trains a discriminator on a hundred garments, as they are or changed at random each time.
  func augment() throws {
    let few = try FewGarments(setup, using: random)
    let steps = setup.steps(3000)
    let kinds: [DifferentiableAugmentation.Change] = [.translation, .cutout]
    let changes = DifferentiableAugmentation(kinds, of: .symmetric, using: random)
    print(head("D after learning", ["known", "others", "made"]))
    try few.train(steps, reportingAt: [steps]) { print(row("100 garments", $1)) }
    try few.train(steps, reportingAt: [steps], change: { changes($0) }) {
      print(row("changed at random", $1))
    }
  }
}
