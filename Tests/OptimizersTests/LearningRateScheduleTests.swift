import ExitTestSupport
import Foundation
import Optimizers
import TensorCore
import Testing

@Suite struct LearningRateScheduleTests {
  @Test func theLargestFactorIsThatOfTheSteps() {
    let schedules: [LearningRateSchedule] = [
      .constant, .linear(to: 0.5, over: 7), .cosine(to: 1.5, over: 7), .linear(to: 2, over: 3),
      .exponential(rate: 0.9, every: 3), .staircase(rate: 0.5, every: 2),
      .warmUp(over: 3, then: .cosine(to: 1.25, over: 5)),
    ]
    for schedule in schedules {
      let factors = (1...40).map { schedule.factor(at: $0) }
      #expect(factors.max() == schedule.largestFactor, "\(schedule)")
    }
    #expect(LearningRateSchedule.staircase(rate: 1.5, every: 2).largestFactor == .infinity)
  }

  struct Case: CustomTestStringConvertible, Sendable {
    let schedule: LearningRateSchedule
    /// Factors by step.
    let factors: [Int: Double]
    var testDescription: String { "\(schedule)" }
  }

  static let cases = [
    Case(schedule: .constant, factors: [1: 1, 2: 1, 1_000_000: 1]),
    Case(
      schedule: .linear(to: 0.2, over: 4),
      factors: [1: 1, 2: 0.8, 3: 0.6, 4: 0.4, 5: 0.2, 6: 0.2, 1000: 0.2]
    ),
    Case(
      schedule: .exponential(rate: 0.25, every: 10),
      factors: [1: 1, 6: 0.5, 11: 0.25, 21: 0.0625]
    ),
    Case(
      schedule: .staircase(rate: 0.5, every: 3),
      factors: [1: 1, 3: 1, 4: 0.5, 6: 0.5, 7: 0.25, 10: 0.125]
    ),
    Case(
      schedule: .cosine(to: 0.1, over: 6),
      factors: [1: 1, 3: 0.1 + 0.9 * 0.75, 4: 0.55, 5: 0.1 + 0.9 * 0.25, 7: 0.1, 100: 0.1]
    ),
    Case(
      schedule: .warmUp(over: 4, then: .staircase(rate: 0.5, every: 2)),
      factors: [1: 0.25, 2: 0.5, 4: 1, 5: 1, 6: 1, 7: 0.5, 9: 0.25]
    ),
  ]

  @Test(arguments: cases) func factors(_ example: Case) {
    for (step, factor) in example.factors {
      #expect(abs(Double(example.schedule.factor(at: step)) - factor) < 1e-6, "step \(step)")
    }
  }

  @Test(arguments: cases) func canBeStored(_ example: Case) throws {
    let data = try JSONEncoder().encode(example.schedule)
    #expect(
      try JSONDecoder().decode(LearningRateSchedule.self, from: data) == example.schedule
    )
  }

  @Test func anOptimizerFollowsIt() throws {
    let holder = Holder(.zeros([1]))
    let optimizer = Optimizer(
      of: holder,
      SGD(learningRate: 2),
      schedule: .linear(to: 0, over: 2)
    )
    for (rate, value) in [(2, -2), (1, -3), (0, -3)] as [(Float, Float)] {
      #expect(optimizer.learningRate == rate)
      try optimizer.step(along: [.ones([1])])
      #expect(holder.scalars == [value])
    }
    #expect(optimizer.step == 3)
  }

  @Test func stepsAreCountedFromOne() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = LearningRateSchedule.constant.factor(at: 0)
      },
      "LearningRateSchedule: step 0 of"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = LearningRateSchedule.linear(to: 0, over: 0).factor(at: 1)
      },
      "LearningRateSchedule: step 1 of"
    )
  }
}
