internal import Optimizers

extension OptimizerSettings {
  /// The settings of an optimizer; the rule comes first, since it decides which of the others exist.
  static let settings: [Setting<OptimizerSettings>] =
    [
      Setting("rule", \.ruleName, section: .optimizers, help: "Update rule: adam or sgd."),
      Setting(
        "learning-rate",
        \.learningRate,
        in: positive,
        expected: "a number greater than 0",
        section: .optimizers,
        help: "Learning rate."
      ),
    ] + adamSettings.map { $0.within(optional: \.adam) }
    + sgdSettings.map { $0.within(optional: \.sgd) } + [
      Setting(
        "weight-decay",
        \.weightDecay,
        in: 0...Float.greatestFiniteMagnitude,
        expected: "0 or more",
        section: .optimizers,
        help: "Weight decay, added to the gradient."
      ),
      Setting(
        "schedule",
        \.schedule,
        section: .optimizers,
        help: "Schedule of the learning rate.",
        check: mistake
      ),
    ]

  /// What is wrong with a schedule, if anything is.
  static func mistake(of schedule: LearningRateSchedule) -> SettingMistake? {
    schedule.isValid
      ? nil
      : SettingMistake(
        found: "'\(schedule.settingText)'",
        expected: "1 to 1000000000 steps, and shares that are finite and not negative"
      )
  }

  private static let positive = Float.leastNonzeroMagnitude...Float.greatestFiniteMagnitude
  private static let shares = 0...Float(1).nextDown
  private static let share = "0 or more and less than 1"

  private static let adamSettings: [Setting<Adam>] = [
    Setting(
      "beta1",
      \.beta1,
      in: shares,
      expected: share,
      section: .optimizers,
      help: "β₁, decay rate of the mean of gradients."
    ),
    Setting(
      "beta2",
      \.beta2,
      in: shares,
      expected: share,
      section: .optimizers,
      help: "β₂, decay rate of the mean of squared gradients."
    ),
    Setting(
      "beta2-schedule",
      \.beta2Schedule,
      default: .constant,
      section: .optimizers,
      help: "Schedule of beta2, as a factor.",
      check: OptimizerSettings.mistake
    ),
    Setting(
      "epsilon",
      \.epsilon,
      in: positive,
      expected: "a number greater than 0",
      section: .optimizers,
      help: "ε, added to the denominator."
    ),
    Setting(
      "adam-form",
      \.form,
      section: .optimizers,
      help: "Placement of epsilon: chainer (as in TensorFlow 1) or pyTorch."
    ),
  ]

  private static let sgdSettings: [Setting<SGD>] = [
    Setting(
      "momentum",
      \.momentum,
      in: shares,
      expected: share,
      section: .optimizers,
      help: "Momentum; 0 for none."
    ),
    Setting(
      "nesterov",
      \.isNesterov,
      section: .optimizers,
      help: "Nesterov momentum."
    ),
    Setting(
      "sgd-form",
      \.form,
      section: .optimizers,
      help: "Form of the velocity: keras includes the rate, pyTorch does not."
    ),
  ]

  private enum RuleName: String, CaseIterable, SettingValue {
    case adam
    case sgd
  }

  /// The rule's name; changing it sets the rule's usual values but keeps the learning rate.
  private var ruleName: RuleName {
    get { if case .adam = rule { .adam } else { .sgd } }
    set {
      switch (newValue, rule) {
      case (.adam, .adam), (.sgd, .sgd): break
      case (.adam, .sgd(let old)): rule = .adam(Adam(learningRate: old.learningRate))
      case (.sgd, .adam(let old)): rule = .sgd(SGD(learningRate: old.learningRate))
      }
    }
  }

  /// The learning rate, which all rules have.
  private var learningRate: Float {
    get {
      switch rule {
      case .adam(let adam): adam.learningRate
      case .sgd(let sgd): sgd.learningRate
      }
    }
    set {
      adam?.learningRate = newValue
      sgd?.learningRate = newValue
    }
  }

  /// Adam, if that is the rule; setting it makes it the rule.
  private var adam: Adam? {
    get { if case .adam(let adam) = rule { adam } else { nil } }
    set { rule = newValue.map { .adam($0) } ?? rule }
  }

  /// Stochastic gradient descent, if that is the rule; setting it makes it the rule.
  private var sgd: SGD? {
    get { if case .sgd(let sgd) = rule { sgd } else { nil } }
    set { rule = newValue.map { .sgd($0) } ?? rule }
  }
}
