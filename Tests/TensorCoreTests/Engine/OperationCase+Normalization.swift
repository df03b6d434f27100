import Randomness
import TensorCore

extension OperationCase {
  /// Shapes of normalized values, and of how many parts.
  private static let layers: [(Shape, Int)] = [
    ([1, 1], 1), ([5, 3], 1), ([6, 17], 2), ([4, 3, 2, 8], 1), ([4, 3, 2, 8], 4),
    ([3, 7, 5, 11], 3),
    ([2, 16, 16, 24], 2), ([300, 33], 3),
  ]

  private static let noises: [NoiseAddition] = [
    NoiseAddition(
      standardDeviation: 0.2,
      .drawn(RandomBlocks(seed: 3, purpose: "noise"), first: 16)
    ),
    NoiseAddition(standardDeviation: 0.2, .given),
  ]

  static let normalizations: [OperationCase] = layers.flatMap { x, parts -> [OperationCase] in
    let statistics: Shape = [parts, x[-1]]
    let sums: [Sample] = [.numbers(x), .numbers(x), .numbers(statistics)]
    let gradient: [Sample] = sums + [Sample](repeating: .numbers(statistics), count: 3)
    return [
      OperationCase(.moments(parts: parts), [.numbers(x, from: 1, to: 3)]),
      OperationCase(.normalize(parts: parts), of: x, statistics, statistics, [x[-1]]),
      OperationCase(.normalizationSums(parts: parts, slope: nil), sums),
      OperationCase(.normalizationSums(parts: parts, slope: 0.2), sums + [.signs(x)]),
      OperationCase(.normalizationGradient(parts: parts, slope: nil), gradient),
      OperationCase(.normalizationGradient(parts: parts, slope: 0), gradient + [.signs(x)]),
    ]
  }

  static let rectifiers: [OperationCase] = {
    var cases: [OperationCase] = []
    for (x, parts) in layers {
      let statistics = Sample.numbers([parts, x[-1]])
      let operands: [Sample] = [.numbers(x), statistics, statistics, .numbers([x[-1]])]
      for slope in [0, 0.2, 1] as [Float] {
        cases.append(OperationCase(.leakyReLU(slope: slope), [.numbers(x)]))
        cases.append(OperationCase(.leakyReLUGradient(slope: slope), [.numbers(x), .signs(x)]))
        for noise in [nil] + noises {
          let given: [Sample] = noise?.source == .given ? [.numbers(x)] : []
          cases.append(
            OperationCase(.rectifiedPass(parts: parts, noise, slope: slope), operands + given)
          )
          cases.append(
            OperationCase(.rectifiedPass(parts: nil, noise, slope: slope), [.numbers(x)] + given)
          )
          if let noise { cases.append(OperationCase(.addNoise(noise), [.numbers(x)] + given)) }
        }
      }
    }
    let special: [Float] = [0, -0.0, .infinity, -.infinity, .nan]
    return cases + [OperationCase(.leakyReLU(slope: 0), [.given(special, [5])])]
  }()

  private static let rules: [ParameterUpdate.Rule] = [
    .adam(
      rate: 0.01,
      rootScale: 3,
      beta1: 0.5,
      beta2: 0.999,
      epsilon: 1e-8,
      remaining: 0.99
    ),
    .gradientDescent(rate: 0.1, remaining: 0.9),
    .momentum(momentum: 0.9, gathered: -0.1, ofVelocity: 0.9, ofGradient: -0.1, remaining: 1),
  ]

  private static let changes: [[ParameterUpdate.GradientChange]] = [
    [], [.weightDecay(0.01)], [.clamp(0.1), .weightDecay(0.5)],
  ]

  static let updates: [OperationCase] = {
    var cases: [OperationCase] = []
    for shape in [[1], [3, 5], [2, 3, 4, 11]] as [Shape] {
      for rule in rules {
        for change in changes {
          let update = ParameterUpdate(rule, changes: change)
          // A mean of squares is positive.
          let slots: [Sample] = [.numbers(shape), .numbers(shape, from: 0.01, to: 1)]
          cases.append(
            OperationCase(
              .update(update),
              [.numbers(shape), .numbers(shape)] + slots.prefix(update.slotCount)
            )
          )
        }
      }
    }
    return cases
  }()
}
