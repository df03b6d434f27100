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
      case .relativistic: fatalError("of pairs, not of each logit")
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

  @Test(arguments: Objective.allCases.filter { !$0.isRelativistic }, logits)
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

  /// Both losses compare the logits of one place: −log σ of their difference, one way and the other.
  @Test(arguments: logits) func relativisticLossesAreOfPairs(_ logits: [Float]) {
    let real = Tensor(logits, shape: [logits.count, 1]).tracked
    let fake = Tensor(logits.reversed().map { $0 + 0.25 }, shape: [logits.count, 1]).tracked
    let objective = Objective.relativistic
    let differences = zip(real.scalars, fake.scalars).map { Double($0) - Double($1) }
    func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
    let count = Double(logits.count)
    for (loss, sign) in [
      (objective.discriminatorLoss(real: real, fake: fake), 1.0),
      (objective.generatorLoss(fake: fake, real: real), -1),
    ] {
      let value = differences.reduce(0) { $0 + softplus(-sign * $1) } / count
      expectClose(loss, [value], absolute: 1e-6, relative: 1e-6)
      let found = gradients(of: loss, withRespectTo: [real, fake])
      let slopes = differences.map { -sign / (1 + exp(sign * $0)) / count }
      expectClose(found[0], slopes, absolute: 1e-7, relative: 1e-6)
      expectClose(found[1], slopes.map { -$0 }, absolute: 1e-7, relative: 1e-6)
    }
    #expect(Objective.allCases.filter(\.isRelativistic) == [.relativistic])
  }

  @Test func pairsMustBeThere() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Objective.relativistic.generatorLoss(fake: .ones([2, 1]))
      },
      "Objective: relativistic without logits of real images"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Objective.relativistic.discriminatorLoss(real: .ones([2, 1]), fake: .ones([3, 1]))
      },
      "Objective: relativistic of logits of [2, 1] and [3, 1]"
    )
  }

  @Test func onlyMinimaxSaturatesWhileTheGeneratorLoses() {
    // D is sure that the images are generated: D(G(z)) = σ(−10) = 4.5e-5.
    let g = Tensor([-10]).tracked
    func slope(_ objective: Objective) -> Float {
      let loss = objective.generatorLoss(fake: g, real: Tensor([0]))
      return gradients(of: loss, withRespectTo: [g])[0].scalars[0]
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
