import ExitTestSupport
import NeuralNetworks
import TensorCore
import TestSupport
import Testing

@Suite struct SquaredErrorTests {
  private let prediction = Tensor.sample([3, 4], seed: 1)
  private let target = Tensor.sample([3, 4], seed: 2)

  private var differences: [Double] {
    zip(prediction.scalars, target.scalars).map { Double($0) - Double($1) }
  }

  @Test func squaredErrorIsTheMean() {
    let p = prediction.tracked
    let loss = meanSquaredError(p, target)
    expectClose(loss, [differences.map { $0 * $0 }.reduce(0, +) / 12], relative: 1e-6)
    expectClose(
      gradients(of: loss, withRespectTo: [p])[0],
      differences.map { 2 * $0 / 12 },
      absolute: 1e-7
    )
  }

  @Test func absoluteErrorIsTheMean() {
    let p = prediction.tracked
    let loss = meanAbsoluteError(p, target)
    expectClose(loss, [differences.map(abs).reduce(0, +) / 12], relative: 1e-6)
    expectClose(
      gradients(of: loss, withRespectTo: [p])[0],
      differences.map { $0 > 0 ? 1 / 12 : -1 / 12 },
      absolute: 1e-8
    )
  }

  @Test func aPerfectPredictionHasNoErrorAndNoGradient() {
    let p = target.tracked
    for loss in [meanSquaredError(p, target), meanAbsoluteError(p, target)] {
      #expect(loss.scalar == 0)
      #expect(gradients(of: loss, withRespectTo: [p])[0].scalars.allSatisfy { $0 == 0 })
    }
  }

  @Test func targetsCanLearnToo() {
    let t = target.tracked
    let gradient = gradients(of: meanSquaredError(prediction, t), withRespectTo: [t])[0]
    expectClose(gradient, differences.map { -2 * $0 / 12 }, absolute: 1e-7)
  }

  @Test func shapesMustBeTheSame() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = meanSquaredError(.ones([2, 1]), .ones([2]))
      },
      "meanSquaredError: a prediction of [2, 1] for a target of [2]"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = meanAbsoluteError(.ones([2, 1]), .ones([2]))
      },
      "meanAbsoluteError: a prediction of [2, 1] for a target of [2]"
    )
  }
}
