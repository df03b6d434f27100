import Adversarial
import ExitTestSupport
import Foundation
import TensorCore
import TestSupport
import Testing

@Suite struct ObjectiveTests {
  /// The losses and their derivatives in `Double`, for each logit; means are taken by the tests.
  private struct Formula {
    let real: (Double) -> (value: Double, slope: Double)
    let fake: (Double) -> (value: Double, slope: Double)
    let generator: (Double) -> (value: Double, slope: Double)

    init(_ objective: Objective, smoothing s: Double = 0) {
      func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
      func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
      switch objective {
      case .nonSaturating, .minimax:
        real = { x in
          // −(1 − s)·log σ(x) − s·log(1 − σ(x))
          ((1 - s) * softplus(-x) + s * softplus(x), sigmoid(x) - (1 - s))
        }
        fake = { (softplus($0), sigmoid($0)) }
        generator =
          objective == .minimax
          ? { (-softplus($0), -sigmoid($0)) } : { (softplus(-$0), -sigmoid(-$0)) }
      case .leastSquares:
        real = { (0.5 * ($0 - 1) * ($0 - 1), $0 - 1) }
        fake = { (0.5 * $0 * $0, $0) }
        generator = real
      case .hinge:
        real = { (max(0, 1 - $0), $0 < 1 ? -1 : 0) }
        fake = { (max(0, 1 + $0), $0 > -1 ? 1 : 0) }
        generator = { (-$0, -1) }
      case .wasserstein:
        real = { (-$0, -1) }
        fake = { ($0, 1) }
        generator = real
      }
    }
  }

  private static let logits: [[Float]] = [
    [0.3, -1.2, 2.5, 0, -0.4, 1.7],
    // Where e to the logit is more than float32 holds.
    [120, -120, 500, -900, 89, -104],
  ]

  @Test(arguments: Objective.allCases, logits)
  func areTheFormulas(_ objective: Objective, _ logits: [Float]) {
    check(objective, logits, smoothing: 0)
  }

  @Test(arguments: [Objective.nonSaturating, .minimax], logits)
  func smoothedLabelsAreOneSided(_ objective: Objective, _ logits: [Float]) {
    check(objective, logits, smoothing: 0.125)
  }

  private func check(_ objective: Objective, _ logits: [Float], smoothing: Float) {
    let formula = Formula(objective, smoothing: Double(smoothing))
    let real = Tensor(logits, shape: [logits.count, 1]).tracked
    let fake = Tensor(logits.reversed().map { $0 + 0.25 }, shape: [logits.count, 1]).tracked
    let discriminator = objective.discriminatorLoss(
      real: real,
      fake: fake,
      labelSmoothing: smoothing
    )
    let generator = objective.generatorLoss(fake: fake)
    let count = Double(logits.count)
    let parts = [
      real.scalars.map { formula.real(Double($0)) }, fake.scalars.map { formula.fake(Double($0)) },
      fake.scalars.map { formula.generator(Double($0)) },
    ]
    let means = parts.map { part in part.map(\.value).reduce(0, +) / count }
    // Sums of a dozen terms: some roundings (2⁻²⁴) of the largest.
    let rounding = 1e-6
    expectClose(discriminator, [means[0] + means[1]], absolute: rounding, relative: rounding)
    expectClose(generator, [means[2]], absolute: rounding, relative: rounding)
    let slopes = gradients(of: discriminator, withRespectTo: [real, fake])
    for (found, part) in zip(slopes, parts) {
      expectClose(found, part.map { $0.slope / count }, absolute: 1e-7, relative: rounding)
    }
    let slope = gradients(of: generator, withRespectTo: [fake])[0]
    expectClose(slope, parts[2].map { $0.slope / count }, absolute: 1e-7, relative: rounding)
    #expect(discriminator.isFinite && generator.isFinite)
  }

  @Test func onlyMinimaxSaturatesWhileTheGeneratorLoses() {
    // D is sure that the images are generated: D(G(z)) = σ(−10) = 4.5e-5.
    let g = Tensor([-10]).tracked
    func slope(_ objective: Objective) -> Float {
      gradients(of: objective.generatorLoss(fake: g), withRespectTo: [g])[0].scalars[0]
    }
    for objective in Objective.allCases where objective != .minimax {
      #expect(slope(objective) < -0.9999)
    }
    #expect(abs(slope(.minimax)) < 1e-4 && slope(.minimax) < 0)
  }

  @Test func onlyCrossEntropyHasLabels() async {
    #expect(Objective.allCases.filter(\.isCrossEntropy) == [.nonSaturating, .minimax])
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Objective.hinge.discriminatorLoss(
          real: .ones([2]),
          fake: .ones([2]),
          labelSmoothing: 0.1
        )
      },
      "Objective: labels smoothed by 0.1 for hinge"
    )
  }
}
