import ExitTestSupport
import NeuralNetworks
import Optimizers
import TensorCore
import TestSupport
import Testing

@Suite struct SGDTests {
  /// Forms differ only where the learning rate changes.
  static let schedules: [LearningRateSchedule] = [.constant, .linear(to: 0.1, over: 15)]

  @Test(arguments: schedules, [0, 0.1] as [Float])
  func withoutMomentum(_ schedule: LearningRateSchedule, _ decay: Float) throws {
    let rule = SGD(learningRate: 0.05, decoupledWeightDecay: decay)
    let (found, expected) = try moved(rule, schedule: schedule) { p, g, _, rate, _ in
      p = p * (1 - rate * Double(decay)) - rate * g
    }
    expectClose(found, expected, absolute: 1e-6)
    #expect(rule.slotNames.isEmpty)
  }

  @Test(arguments: schedules, [false, true])
  func kerassForm(_ schedule: LearningRateSchedule, _ isNesterov: Bool) throws {
    let rule = SGD(
      learningRate: 0.05,
      momentum: 0.9,
      isNesterov: isNesterov,
      form: .keras
    )
    let momentum = Double(rule.momentum)
    let (found, expected) = try moved(rule, schedule: schedule) { p, g, _, rate, memory in
      memory.0 = momentum * memory.0 - rate * g
      p += isNesterov ? momentum * memory.0 - rate * g : memory.0
    }
    expectClose(found, expected, absolute: 2e-6)
    #expect(rule.slotNames == ["velocity"])
  }

  @Test(arguments: schedules, [false, true])
  func pyTorchsForm(_ schedule: LearningRateSchedule, _ isNesterov: Bool) throws {
    let rule = SGD(
      learningRate: 0.05,
      momentum: 0.9,
      isNesterov: isNesterov,
      form: .pyTorch
    )
    let momentum = Double(rule.momentum)
    let (found, expected) = try moved(rule, schedule: schedule) { p, g, _, rate, memory in
      memory.0 = momentum * memory.0 + g
      p -= rate * (isNesterov ? g + momentum * memory.0 : memory.0)
    }
    expectClose(found, expected, absolute: 2e-6)
  }

  @Test(arguments: schedules)
  func chainersNesterovFormulaIsKerass(_ schedule: LearningRateSchedule) throws {
    let rule = SGD(learningRate: 0.05, momentum: 0.9, isNesterov: true, form: .keras)
    let momentum = Double(rule.momentum)
    let (found, expected) = try moved(rule, schedule: schedule) { p, g, _, rate, memory in
      p += momentum * momentum * memory.0 - (1 + momentum) * rate * g
      memory.0 = momentum * memory.0 - rate * g
    }
    expectClose(found, expected, absolute: 2e-6)
  }

  @Test func theFormsDifferWhereTheLearningRateChanges() throws {
    func result(_ form: SGD.Form, _ schedule: LearningRateSchedule) throws -> [Float] {
      try moved(SGD(learningRate: 0.05, momentum: 0.9, form: form), schedule: schedule) {
        _,
        _,
        _,
        _,
        _ in
      }.found.scalars
    }
    func distance(_ schedule: LearningRateSchedule) throws -> Float {
      zip(try result(.keras, schedule), try result(.pyTorch, schedule))
        .map { abs($0 - $1) }.max() ?? 0
    }
    #expect(try distance(.constant) < 1e-6)
    #expect(try distance(Self.schedules[1]) > 1e-3)
  }

  @Test func numbersMustBeInTheirRanges() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = SGD(learningRate: -1)
      },
      "SGD: learning rate -1.0"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = SGD(learningRate: 1, momentum: 1)
      },
      "momentum 1.0"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = SGD(learningRate: 1, decoupledWeightDecay: -1)
      },
      "decay -1.0"
    )
  }
}
