internal import TensorCore

extension ReferenceInterpreter {
  /// The parameter after an update, and the rule's slots.
  func updated(_ x: [ReferenceValue], _ update: ParameterUpdate) -> [ReferenceValue] {
    var results = x
    results.remove(at: 1)
    for index in x[0].values.indices {
      let p = x[0].values[index]
      let g = update.changed(x[1].values[index], of: p)
      let moved = update.rule.moved(p, g, x.dropFirst(2).map { $0.values[index] })
      for (result, value) in moved.enumerated() { results[result].values[index] = value }
    }
    return results
  }
}

extension ParameterUpdate {
  /// The gradient after all changes.
  fileprivate func changed(_ gradient: Double, of p: Double) -> Double {
    changes.reduce(gradient) { g, change in
      switch change {
      case .weightDecay(let rate): g + Double(rate) * p
      case .clamp(let bound): g.isNaN ? g : min(max(g, -Double(bound)), Double(bound))
      }
    }
  }
}

extension ParameterUpdate.Rule {
  /// The parameter and the slots after a step.
  fileprivate func moved(_ p: Double, _ g: Double, _ slots: [Double]) -> [Double] {
    switch self {
    case .adam(let rate, let rootScale, let beta1, let beta2, let epsilon, let remaining):
      let m = Double(beta1) * slots[0] + (1 - Double(beta1)) * g
      let v = Double(beta2) * slots[1] + (1 - Double(beta2)) * g * g
      let root = v.squareRoot() * Double(rootScale) + Double(epsilon)
      return [p * Double(remaining) - Double(rate) * m / root, m, v]
    case .gradientDescent(let rate, let remaining):
      return [p * Double(remaining) - Double(rate) * g]
    case .momentum(let momentum, let gathered, let ofVelocity, let ofGradient, let remaining):
      let v = Double(momentum) * slots[0] + Double(gathered) * g
      return [
        p * Double(remaining) + Double(ofVelocity) * v + Double(ofGradient) * g, v,
      ]
    }
  }
}
