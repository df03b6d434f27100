import Randomness
import TensorCore

extension OperationCase {
  /// Shapes of normalized values, and of how many parts.
  private static let layers: [(Shape, Int)] = [
    ([1, 1], 1), ([5, 3], 1), ([6, 17], 2), ([4, 3, 2, 8], 1), ([4, 3, 2, 8], 4), ([3, 7, 5, 11], 3),
    ([2, 16, 16, 24], 2), ([300, 33], 3),
  ]

  private static let noises: [NoiseAddition] = [
    NoiseAddition(
      standardDeviation: 0.2,
      .drawn(RandomBlocks(seed: 3, purpose: "noise"), first: 16)
    ),
    NoiseAddition(standardDeviation: 0.2, .given),
  ]

  static let normalizations: [OperationCase] = layers.flatMap { x, parts in
    let statistics: Shape = [parts, x[-1]]
    return [
      OperationCase(.moments(parts: parts), .numbers(x, from: 1, to: 3)),
      OperationCase(.normalize(parts: parts), of: x, statistics, statistics, [x[-1]]),
      OperationCase(.normalizationSums(parts: parts, slope: nil), of: x, x, statistics),
      OperationCase(
        .normalizationSums(parts: parts, slope: 0.2),
        .numbers(x),
        .numbers(x),
        .numbers(statistics),
        .signs(x)
      ),
      OperationCase(
        .normalizationGradient(parts: parts, slope: nil),
        of: x,
        x,
        statistics,
        statistics,
        statistics,
        statistics
      ),
      OperationCase(
        .normalizationGradient(parts: parts, slope: 0),
        .numbers(x),
        .numbers(x),
        .numbers(statistics),
        .numbers(statistics),
        .numbers(statistics),
        .numbers(statistics),
        .signs(x)
      ),
    ]
  }

  static let rectifiers: [OperationCase] =
    layers.flatMap { x, parts in
      [0, 0.2, 1].flatMap { slope -> [OperationCase] in
        let statistics: Shape = [parts, x[-1]]
        let operands: [Sample] = [
          .numbers(x), .numbers(statistics), .numbers(statistics), .numbers([x[-1]]),
        ]
        return [
          OperationCase(.leakyReLU(slope: slope), of: x),
          OperationCase(.leakyReLUGradient(slope: slope), .numbers(x), .signs(x)),
          OperationCase(.rectifiedPass(parts: parts, nil, slope: slope), operands),
          OperationCase(.rectifiedPass(parts: nil, nil, slope: slope), [.numbers(x)]),
        ]
          + noises.flatMap { noise in
            let given: [Sample] = noise.source == .given ? [.numbers(x)] : []
            return [
              OperationCase(.rectifiedPass(parts: parts, noise, slope: slope), operands + given),
              OperationCase(.rectifiedPass(parts: nil, noise, slope: slope), [.numbers(x)] + given),
              OperationCase(.addNoise(noise), [.numbers(x)] + given),
            ]
          }
      }
    } + [
      OperationCase(
        .leakyReLU(slope: 0),
        .given([0, -0.0, .infinity, -.infinity, .nan], [5])
      )
    ]

  static let updates: [OperationCase] = [Shape([1]), [3, 5], [2, 3, 4, 11]].flatMap { shape in
    [[], [.weightDecay(0.01)], [.clamp(0.1), .weightDecay(0.5)]].flatMap {
      (changes: [ParameterUpdate.GradientChange]) in
      [
        OperationCase(
          .update(
            ParameterUpdate(
              .adam(
                rate: 0.01,
                rootScale: 3,
                beta1: 0.5,
                beta2: 0.999,
                epsilon: 1e-8,
                remaining: 0.99
              ),
              changes: changes
            )
          ),
          .numbers(shape),
          .numbers(shape),
          .numbers(shape),
          .numbers(shape, from: 0.01, to: 1)
        ),
        OperationCase(
          .update(ParameterUpdate(.gradientDescent(rate: 0.1, remaining: 0.9), changes: changes)),
          of: shape,
          shape
        ),
        OperationCase(
          .update(
            ParameterUpdate(
              .momentum(
                momentum: 0.9,
                gathered: -0.1,
                ofVelocity: 0.9,
                ofGradient: -0.1,
                remaining: 1
              ),
              changes: changes
            )
          ),
          of: shape,
          shape,
          shape
        ),
      ]
    }
  }
}
