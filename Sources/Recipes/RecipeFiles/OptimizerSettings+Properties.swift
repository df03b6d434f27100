internal import Optimizers

/// The settings one by one, for files: those that the rule has no use for are `nil`, and setting them
/// changes nothing.
extension OptimizerSettings {
  /// The rules that there are.
  enum RuleName: String, CaseIterable, RecipeValue {
    case adam
    case sgd
  }

  /// The rule; another one starts with the numbers that are usual for it, and the old learning rate.
  var ruleName: RuleName {
    get { if case .adam = rule { .adam } else { .sgd } }
    set {
      guard newValue != ruleName else { return }
      switch newValue {
      case .adam:
        let usual = Adam()
        rule = .adam(
          learningRate: learningRate,
          beta1: usual.beta1,
          beta2: usual.beta2,
          epsilon: usual.epsilon,
          form: usual.form
        )
      case .sgd:
        let usual = SGD(learningRate: 0)
        rule = .sgd(
          learningRate: learningRate,
          momentum: usual.momentum,
          isNesterov: usual.isNesterov,
          form: usual.form
        )
      }
    }
  }

  var learningRate: Float {
    get {
      switch rule {
      case .adam(let rate, _, _, _, _), .sgd(let rate, _, _, _): rate
      }
    }
    set {
      switch rule {
      case .adam(_, let beta1, let beta2, let epsilon, let form):
        rule = .adam(
          learningRate: newValue,
          beta1: beta1,
          beta2: beta2,
          epsilon: epsilon,
          form: form
        )
      case .sgd(_, let momentum, let isNesterov, let form):
        rule = .sgd(
          learningRate: newValue,
          momentum: momentum,
          isNesterov: isNesterov,
          form: form
        )
      }
    }
  }

  var beta1: Float? {
    get { if case .adam(_, let value, _, _, _) = rule { value } else { nil } }
    set { changeAdam { if let newValue { $0.beta1 = newValue } } }
  }

  var beta2: Float? {
    get { if case .adam(_, _, let value, _, _) = rule { value } else { nil } }
    set { changeAdam { if let newValue { $0.beta2 = newValue } } }
  }

  var epsilon: Float? {
    get { if case .adam(_, _, _, let value, _) = rule { value } else { nil } }
    set { changeAdam { if let newValue { $0.epsilon = newValue } } }
  }

  var adamForm: Adam.Form? {
    get { if case .adam(_, _, _, _, let value) = rule { value } else { nil } }
    set { changeAdam { if let newValue { $0.form = newValue } } }
  }

  var momentum: Float? {
    get { if case .sgd(_, let value, _, _) = rule { value } else { nil } }
    set { changeSGD { if let newValue { $0.momentum = newValue } } }
  }

  var isNesterov: Bool? {
    get { if case .sgd(_, _, let value, _) = rule { value } else { nil } }
    set { changeSGD { if let newValue { $0.isNesterov = newValue } } }
  }

  var sgdForm: SGD.Form? {
    get { if case .sgd(_, _, _, let value) = rule { value } else { nil } }
    set { changeSGD { if let newValue { $0.form = newValue } } }
  }

  private mutating func changeAdam(
    _ change: (inout (beta1: Float, beta2: Float, epsilon: Float, form: Adam.Form)) -> Void
  ) {
    guard case .adam(let rate, let beta1, let beta2, let epsilon, let form) = rule else { return }
    var values = (beta1: beta1, beta2: beta2, epsilon: epsilon, form: form)
    change(&values)
    rule = .adam(
      learningRate: rate,
      beta1: values.beta1,
      beta2: values.beta2,
      epsilon: values.epsilon,
      form: values.form
    )
  }

  private mutating func changeSGD(
    _ change: (inout (momentum: Float, isNesterov: Bool, form: SGD.Form)) -> Void
  ) {
    guard case .sgd(let rate, let momentum, let isNesterov, let form) = rule else { return }
    var values = (momentum: momentum, isNesterov: isNesterov, form: form)
    change(&values)
    rule = .sgd(
      learningRate: rate,
      momentum: values.momentum,
      isNesterov: values.isNesterov,
      form: values.form
    )
  }
}
