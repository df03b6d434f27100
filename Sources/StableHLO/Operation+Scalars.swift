package import TensorCore

// Numbers that may change from step to step, such as a learning rate, are arguments of a program rather than part of
// it: what is left of an operation without them is the same in every step.

extension Operation {
  /// The operation's numbers that may change while its structure stays, in a fixed order.
  package var scalars: [Float] {
    switch self {
    case .fill(let value, _): [value]
    case .random(let fill, _): fill.distribution.scalars
    case .unary(let function): function.scalars
    case .binary(.addScaled(let c)), .binary(.interpolate(let c)): [c]
    case .addNoise(let noise): [noise.standardDeviation]
    case .update(let update): update.scalars
    default: []
    }
  }

  /// The operation with other numbers in their place.
  package func replacing(scalars: [Float]) -> Operation {
    switch self {
    case .fill(_, let shape): .fill(scalars[0], shape)
    case .random(let fill, let shape):
      .random(
        RandomFill(
          fill.distribution.replacing(scalars),
          blocks: fill.blocks,
          first: fill.first
        ),
        shape
      )
    case .unary(let function): .unary(function.replacing(scalars))
    case .binary(.addScaled): .binary(.addScaled(scalars[0]))
    case .binary(.interpolate): .binary(.interpolate(scalars[0]))
    case .addNoise(let noise):
      .addNoise(NoiseAddition(standardDeviation: scalars[0], noise.source))
    case .update(let update): .update(update.replacing(scalars))
    default: self
    }
  }

  /// The first block of random bits that the operation draws, if it draws any.
  package var counter: UInt64? {
    switch self {
    case .random(let fill, _): fill.first
    case .addNoise(let noise):
      if case .drawn(_, let first) = noise.source { first } else { nil }
    default: nil
    }
  }

  /// The operation with another first block of random bits.
  package func replacing(counter: UInt64) -> Operation {
    switch self {
    case .random(let fill, let shape):
      .random(RandomFill(fill.distribution, blocks: fill.blocks, first: counter), shape)
    case .addNoise(let noise):
      if case .drawn(let blocks, _) = noise.source {
        .addNoise(
          NoiseAddition(
            standardDeviation: noise.standardDeviation,
            .drawn(blocks, first: counter)
          )
        )
      } else {
        self
      }
    default: self
    }
  }

  /// Whether the operation's numbers are expected to change with every step: those of updates and averages.
  package var scalarsChange: Bool {
    switch self {
    case .update, .binary(.interpolate): true
    default: false
    }
  }
}

extension UnaryFunction {
  fileprivate var scalars: [Float] {
    switch self {
    case .plus(let c), .subtracted(let c), .times(let c), .divided(let c), .dividing(let c),
      .isAtLeast(let c):
      [c]
    case .clamp(let low, let high), .isInside(let low, let high): [low, high]
    default: []
    }
  }

  fileprivate func replacing(_ scalars: [Float]) -> UnaryFunction {
    switch self {
    case .plus: .plus(scalars[0])
    case .subtracted: .subtracted(from: scalars[0])
    case .times: .times(scalars[0])
    case .divided: .divided(by: scalars[0])
    case .dividing: .dividing(scalars[0])
    case .isAtLeast: .isAtLeast(scalars[0])
    case .clamp: .clamp(low: scalars[0], high: scalars[1])
    case .isInside: .isInside(low: scalars[0], high: scalars[1])
    default: self
    }
  }
}

extension RandomFill.Distribution {
  fileprivate var scalars: [Float] {
    switch self {
    case .uniform(let low, let high): [low, high]
    case .normal(let mean, let deviation), .truncatedNormal(let mean, let deviation):
      [mean, deviation]
    }
  }

  fileprivate func replacing(_ scalars: [Float]) -> RandomFill.Distribution {
    switch self {
    case .uniform: .uniform(low: scalars[0], high: scalars[1])
    case .normal: .normal(mean: scalars[0], standardDeviation: scalars[1])
    case .truncatedNormal: .truncatedNormal(mean: scalars[0], standardDeviation: scalars[1])
    }
  }
}

extension ParameterUpdate {
  fileprivate var scalars: [Float] {
    let changed = changes.map { change in
      switch change {
      case .weightDecay(let rate): rate
      case .clamp(let bound): bound
      }
    }
    switch rule {
    case .adam(let rate, let rootScale, let beta1, let beta2, let epsilon, let remaining):
      return changed + [rate, rootScale, beta1, beta2, epsilon, remaining]
    case .gradientDescent(let rate, let remaining): return changed + [rate, remaining]
    case .momentum(let momentum, let gathered, let ofVelocity, let ofGradient, let remaining):
      return changed + [momentum, gathered, ofVelocity, ofGradient, remaining]
    }
  }

  fileprivate func replacing(_ scalars: [Float]) -> ParameterUpdate {
    let changed = zip(changes, scalars).map { change, scalar -> GradientChange in
      switch change {
      case .weightDecay: .weightDecay(scalar)
      case .clamp: .clamp(scalar)
      }
    }
    let x = Array(scalars.dropFirst(changes.count))
    let rule: Rule =
      switch rule {
      case .adam:
        .adam(
          rate: x[0],
          rootScale: x[1],
          beta1: x[2],
          beta2: x[3],
          epsilon: x[4],
          remaining: x[5]
        )
      case .gradientDescent: .gradientDescent(rate: x[0], remaining: x[1])
      case .momentum:
        .momentum(
          momentum: x[0],
          gathered: x[1],
          ofVelocity: x[2],
          ofGradient: x[3],
          remaining: x[4]
        )
      }
    return ParameterUpdate(rule, changes: changed)
  }
}
