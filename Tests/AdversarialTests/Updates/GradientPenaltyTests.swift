import Adversarial
import ExitTestSupport
import NeuralNetworks
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct GradientPenaltyTests {
  private let real = Tensor.sample([5, 8, 8, 3], seed: 1)
  private let fake = Tensor.sample([5, 8, 8, 3], seed: 2)

  /// A critic whose gradient is the same everywhere: w.
  private final class LinearCritic: UnconditionalDiscriminator {
    let weight: Parameter
    init(_ values: [Float]) { weight = Parameter(Tensor(values, shape: [values.count, 1])) }
    func features(of x: Tensor) -> Tensor { x.flattened }
    func callAsFunction(_ x: Tensor) -> Tensor { matrixProduct(features(of: x), weight.value) }
  }

  @Test func penalizeALinearCriticByItsLength() {
    // ‖w‖ = 13: 10·(13 − 1)² with gradient 2·10·(13 − 1)·w/13; 4/2·13² with gradient 4·w.
    let critic = LinearCritic([3, 4, 12])
    let images = Tensor.sample([7, 1, 1, 3])
    let wasserstein = WassersteinPenalty(using: RandomStream(seed: 0, purpose: "interpolation"))
    for (penalty, value, factor) in [
      (wasserstein as any GradientPenalty, 1440.0, 240.0 / 13), (R1Penalty(gamma: 4), 338, 4),
      (R2Penalty(gamma: 4), 338, 4),
    ] {
      let loss = penalty(of: critic, real: images, fake: -images)
      expectClose(loss, [value], relative: 1e-6)
      let gradient = gradients(of: loss, withRespectTo: critic.parameters)[0]
      expectClose(gradient, [3, 4, 12].map { $0 * factor }, relative: 1e-6)
    }
  }

  @Test func aCriticWithoutGradientIsPenalizedAndNotSpoiled() {
    let critic = LinearCritic([0, 0, 0])
    let images = Tensor.sample([2, 1, 1, 3])
    let random = RandomStream(seed: 0, purpose: "interpolation")
    let loss = WassersteinPenalty(using: random)(of: critic, real: images, fake: images)
    expectClose(loss, [10], relative: 1e-6)
    #expect(gradients(of: loss, withRespectTo: critic.parameters)[0].scalars == [0, 0, 0])
  }

  @Test func placesComeFromTheStream() {
    let random = RandomStream(seed: 3, purpose: "interpolation")
    let penalty = WassersteinPenalty(weight: 2, using: random)
    let critic = SmallCritic()
    let first = penalty(of: critic, real: real, fake: fake).scalar
    #expect(random.position > 0)
    let second = penalty(of: critic, real: real, fake: fake).scalar
    #expect(first != second)
    random.position = 0
    let share = Tensor.uniform([5], using: RandomStream(seed: 3, purpose: "interpolation"))
    #expect(penalty(of: critic, real: real, fake: fake).scalar == first)
    let again = penalty(
      of: critic,
      real: Examples(real),
      fake: Examples(fake),
      realShare: share
    )
    #expect(again.scalar == first)
  }

  @Test func endsAreTheImages() {
    // At a share of 1 the places are the real images, at 0 the generated ones.
    let penalty = WassersteinPenalty(using: RandomStream(seed: 0, purpose: "interpolation"))
    let critic = SmallCritic()
    func value(_ real: Tensor, _ fake: Tensor, _ share: Float) -> Float {
      let share = Tensor(repeating: share, shape: [5])
      return penalty(
        of: critic,
        real: Examples(real),
        fake: Examples(fake),
        realShare: share
      ).scalar
    }
    #expect(value(real, fake, 1) == value(real, real, 0.5))
    #expect(value(real, fake, 0) == value(fake, fake, 0.5))
  }

  @Test func weightsMustNotBeNegative() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = R1Penalty(gamma: -1)
      },
      "R1Penalty: a gamma of -1.0"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = R2Penalty(gamma: -1)
      },
      "R2Penalty: a gamma of -1.0"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = WassersteinPenalty(weight: -1, using: RandomStream(seed: 0, purpose: "interpolation"))
      },
      "WassersteinPenalty: a weight of -1.0"
    )
  }
}
