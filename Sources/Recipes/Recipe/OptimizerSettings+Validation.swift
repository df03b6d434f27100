internal import Optimizers

extension OptimizerSettings {
  /// Checks that the numbers make sense; `name` is the optimizer's in messages.
  ///
  /// - Throws: `RecipeProblem` for the first that does not.
  func validate(_ name: String) throws(RecipeProblem) {
    func check(
      _ setting: String,
      _ value: Float?,
      _ isRight: (Float) -> Bool,
      _ expected: String
    ) throws(RecipeProblem) {
      guard let value, !(value.isFinite && isRight(value)) else { return }
      throw RecipeProblem(setting: "\(name).\(setting)", found: value.yaml, expected: expected)
    }
    let share = "0 or more and less than 1"
    try check("learning-rate", learningRate, { $0 > 0 }, "a number greater than 0")
    try check("beta1", beta1, { (0..<1).contains($0) }, share)
    try check("beta2", beta2, { (0..<1).contains($0) }, share)
    try check("epsilon", epsilon, { $0 > 0 }, "a number greater than 0")
    try check("momentum", momentum, { (0..<1).contains($0) }, share)
    try check("weight-decay", weightDecay, { $0 >= 0 }, "0 or more")
    guard schedule.isValid else {
      throw RecipeProblem(
        setting: "\(name).schedule",
        found: "'\(schedule.yaml)'",
        expected: "1 to 1000000000 steps, and shares that are finite and not negative"
      )
    }
  }
}
