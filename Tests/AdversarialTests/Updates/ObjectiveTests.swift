import Adversarial
import Foundation
import TensorCore
import TestSupport
import Testing

@Suite struct ObjectiveTests {
  private let real: [Float] = [2, -1, 0.5, 0]
  private let fake: [Float] = [-3, 1.5, 0, 0.25]

  private func probability(_ logit: Float) -> Double { 1 / (1 + exp(-Double(logit))) }

  @Test(arguments: Objective.allCases) func discriminatorLoss(_ objective: Objective) {
    let (x, g) = (Tensor(real, shape: [4, 1]).tracked, Tensor(fake, shape: [4, 1]).tracked)
    let loss = objective.discriminatorLoss(real: x, fake: g)
    var expected = 0.0
    for (r, f) in zip(real, fake) {
      expected -= (log(probability(r)) + log(1 - probability(f))) / 4
    }
    #expect(loss.shape == [])
    expectClose(loss, [expected], relative: 1e-6)
    let gradients = gradients(of: loss, withRespectTo: [x, g])
    expectClose(gradients[0], real.map { (probability($0) - 1) / 4 }, absolute: 1e-7)
    expectClose(gradients[1], fake.map { probability($0) / 4 }, absolute: 1e-7)
  }

  @Test func nonSaturatingGeneratorLoss() {
    let g = Tensor(fake, shape: [4, 1]).tracked
    let loss = Objective.nonSaturating.generatorLoss(fake: g)
    expectClose(
      loss,
      [fake.map { -log(probability($0)) }.reduce(0, +) / 4],
      relative: 1e-6
    )
    expectClose(
      gradients(of: loss, withRespectTo: [g])[0],
      fake.map { (probability($0) - 1) / 4 },
      absolute: 1e-7
    )
  }

  @Test func minimaxGeneratorLoss() {
    let g = Tensor(fake, shape: [4, 1]).tracked
    let loss = Objective.minimax.generatorLoss(fake: g)
    expectClose(
      loss,
      [fake.map { log(1 - probability($0)) }.reduce(0, +) / 4],
      relative: 1e-6
    )
    expectClose(
      gradients(of: loss, withRespectTo: [g])[0],
      fake.map { -probability($0) / 4 },
      absolute: 1e-7
    )
  }

  @Test(arguments: Objective.allCases)
  func largeLogitsSpoilNothing(_ objective: Objective) {
    let (x, g) = (Tensor([1000, -1000]).tracked, Tensor([1000, -1000]).tracked)
    let loss = objective.discriminatorLoss(real: x, fake: g)
    // sp(−1000) = 0, sp(1000) = 1000.
    #expect(loss.scalar == 1000)
    let moves = gradients(of: loss, withRespectTo: [x, g])
    #expect(moves[0].scalars == [0, -0.5] && moves[1].scalars == [0.5, 0])
    let generatorLoss = objective.generatorLoss(fake: g)
    let move = gradients(of: generatorLoss, withRespectTo: [g])[0]
    switch objective {
    case .nonSaturating:
      #expect(generatorLoss.scalar == 500 && move.scalars == [0, -0.5])
    case .minimax:
      #expect(generatorLoss.scalar == -500 && move.scalars == [-0.5, 0])
    }
  }

  @Test func onlyMinimaxSaturatesWhileTheGeneratorLoses() {
    // D is sure that the images are generated: D(G(z)) = σ(−10) = 4.5e-5.
    let g = Tensor([-10]).tracked
    func slope(_ objective: Objective) -> Float {
      gradients(of: objective.generatorLoss(fake: g), withRespectTo: [g])[0].scalars[0]
    }
    #expect(abs(slope(.nonSaturating) + 1) < 1e-4)
    #expect(abs(slope(.minimax)) < 1e-4 && slope(.minimax) < 0)
  }
}
