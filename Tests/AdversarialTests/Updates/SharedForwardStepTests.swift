import Adversarial
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore
import TestSupport
import Testing

/// One linear layer without a bias plays against another: everything can be worked out by hand.
@Suite struct SharedForwardStepTests {
  private let rate = 0.5
  private let generator = Linear(
    3,
    2,
    hasBias: false,
    using: RandomStream(seed: 1, purpose: "weights")
  )
  private let discriminator = Linear(
    2,
    1,
    hasBias: false,
    using: RandomStream(seed: 2, purpose: "weights")
  )
  private let real = Tensor.sample([4, 2], seed: 3)
  private let z = Tensor.sample([4, 3], seed: 4)

  private func update(_ objective: Objective = .nonSaturating) throws -> StepResult {
    try SharedForwardStep(
      GANTraining(
        generator: LayerGenerator(generator),
        discriminator: LayerDiscriminator(discriminator),
        generatorOptimizer: Optimizer(of: generator, SGD(learningRate: Float(rate))),
        discriminatorOptimizer: Optimizer(of: discriminator, SGD(learningRate: Float(rate))),
        objective: objective
      )
    )(real: real) { [z] _ in z }
  }

  /// What both networks become, worked out in `Double`; `usesNewWeights` is how it should be.
  private func workedOut(
    _ objective: Objective,
    usesNewWeights: Bool
  ) -> (generator: [Double], discriminator: [Double]) {
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    let (g, d) = (values(generator.weight.value), values(discriminator.weight.value))
    let (x, z) = (values(real), values(self.z))
    // Images and logits of the one forward pass.
    let images = (0..<4).map { n in
      (0..<2).map { j in (0..<3).reduce(0.0) { $0 + z[n * 3 + $1] * g[$1 * 2 + j] } }
    }
    let fake = images.map { $0[0] * d[0] + $0[1] * d[1] }
    let logits = (0..<4).map { x[$0 * 2] * d[0] + x[$0 * 2 + 1] * d[1] }
    var newD = d
    for n in 0..<4 {
      for j in 0..<2 {
        newD[j] -=
          rate / 4 * ((sigmoid(logits[n]) - 1) * x[n * 2 + j] + sigmoid(fake[n]) * images[n][j])
      }
    }
    // The slope at the old logits, passed on through the weights.
    let weights = usesNewWeights ? newD : d
    var newG = g
    for n in 0..<4 {
      let slope = objective == .nonSaturating ? sigmoid(fake[n]) - 1 : -sigmoid(fake[n])
      for i in 0..<3 {
        for j in 0..<2 { newG[i * 2 + j] -= rate / 4 * slope * weights[j] * z[n * 3 + i] }
      }
    }
    return (newG, newD)
  }

  @Test(arguments: [Objective.nonSaturating, .minimax])
  func theDiscriminatorMovesFirstAndTheGeneratorSeesItsNewWeights(
    _ objective: Objective
  ) throws {
    let expected = workedOut(objective, usesNewWeights: true)
    let wrong = workedOut(objective, usesNewWeights: false)
    _ = try update(objective)
    expectClose(discriminator.weight.value, expected.discriminator, absolute: 1e-6)
    expectClose(generator.weight.value, expected.generator, absolute: 1e-6)
    let distance = zip(expected.generator, wrong.generator).map { abs($0 - $1) }.max() ?? 0
    #expect(distance > 1e-3, "the test would notice the old weights")
  }

  @Test func whatIsReportedWasSeenBeforeEitherMoved() throws {
    let (realLogits, fakeLogits) = inference {
      (discriminator(real), discriminator(generator(z)))
    }
    let result = try update()
    let objective = Objective.nonSaturating
    #expect(
      result.discriminatorLoss
        == objective.discriminatorLoss(real: realLogits, fake: fakeLogits).scalar
    )
    #expect(result.generatorLoss == objective.generatorLoss(fake: fakeLogits).scalar)
    #expect(result.realProbability == sigmoid(realLogits).mean().scalar)
    #expect(result.fakeProbability == sigmoid(fakeLogits).mean().scalar)
  }

  private func values(_ tensor: Tensor) -> [Double] { tensor.scalars.map(Double.init) }
}
