import NeuralNetworks
import Randomness
import TensorCore
import Testing

@Suite struct InitializerTests {
  /// A law that an initializer's values must follow, for fans of 60 and 30.
  struct Law: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let initializer: Initializer
    let standardDeviation: Double
    /// The largest magnitude, if there is one.
    var limit: Double?
  }

  static let laws = [
    Law(testDescription: "normal", initializer: .normal(0.02), standardDeviation: 0.02),
    // Of a normal law cut off at ±2: 1 − 4φ(2)/(2Φ(2) − 1) = 0.773741 of the variance.
    Law(
      testDescription: "truncatedNormal",
      initializer: .truncatedNormal(0.5),
      standardDeviation: 0.5 * 0.773741.squareRoot(),
      limit: 1
    ),
    uniform("uniform", .uniform(0.3), limit: 0.3),
    uniform("glorotUniform", .glorotUniform, limit: (6.0 / 90).squareRoot()),
    uniform("heUniform", .heUniform, limit: (6.0 / 60).squareRoot()),
    uniform("pyTorchDefault", .pyTorchDefault, limit: 1 / 60.0.squareRoot()),
    Law(
      testDescription: "glorotNormal",
      initializer: .glorotNormal,
      standardDeviation: (2.0 / 90).squareRoot()
    ),
    Law(
      testDescription: "heNormal",
      initializer: .heNormal,
      standardDeviation: (2.0 / 60).squareRoot()
    ),
  ]

  private static func uniform(_ name: String, _ initializer: Initializer, limit: Double) -> Law {
    Law(
      testDescription: name,
      initializer: initializer,
      standardDeviation: limit / 3.0.squareRoot(),
      limit: limit
    )
  }

  @Test(arguments: laws) func followsItsLaw(_ law: Law) {
    let count = 100_000
    let values = law.initializer(
      [count],
      fans: .init(input: 60, output: 30),
      using: RandomStream(seed: 7, purpose: "weights")
    ).scalars.map(Double.init)
    let mean = values.reduce(0, +) / Double(count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    // Five standard errors: of a mean σ/√n, of a variance at most σ²·√(2/n).
    let errors = 5 / Double(count).squareRoot()
    #expect(abs(mean) < errors * law.standardDeviation)
    #expect(
      abs(variance / (law.standardDeviation * law.standardDeviation) - 1)
        < errors * 2.0.squareRoot()
    )
    let largest = values.map(abs).max() ?? 0
    if let limit = law.limit {
      #expect(largest <= limit * (1 + 1e-6))
      #expect(largest > 0.99 * limit, "so many values come near the limit")
    } else {
      #expect(largest > 3.5 * law.standardDeviation, "a normal law has tails")
    }
  }

  @Test func constantsNeedNoRandomNumbers() {
    let random = RandomStream(seed: 0, purpose: "weights")
    let fans = Initializer.Fans(input: 1, output: 1)
    #expect(Initializer.zeros([3], fans: fans, using: random).scalars == [0, 0, 0])
    #expect(Initializer.ones([2, 1], fans: fans, using: random).scalars == [1, 1])
    #expect(Initializer.constant(-2.5)([2], fans: fans, using: random).scalars == [-2.5, -2.5])
    #expect(random.position == 0)
  }

  @Test func equalStreamsGiveEqualWeights() {
    func weights(_ seed: UInt64) -> Tensor {
      Linear(8, 8, using: RandomStream(seed: seed, purpose: "weights")).weight.value
    }
    #expect(weights(1).isIdentical(to: weights(1)))
    #expect(!weights(1).isIdentical(to: weights(2)))
  }

  @Test func layersTellTheirFans() {
    let random = RandomStream(seed: 0, purpose: "weights")
    // An initializer that writes down its fans: in its first two elements.
    let fans = Initializer { shape, fans, _ in
      var values = [Float](repeating: 0, count: shape.elementCount)
      values[0] = Float(fans.input)
      values[1] = Float(fans.output)
      return Tensor(values, shape: shape)
    }
    func told(_ parameter: Parameter?) -> [Float] {
      Array((parameter?.value.scalars ?? []).prefix(2))
    }
    let linear = Linear(5, 3, weights: fans, biases: fans, using: random)
    #expect(told(linear.weight) == [5, 3])
    #expect(told(linear.bias) == [5, 3])
    let convolution = Conv2D(4, 6, kernel: (3, 2), weights: fans, biases: fans, using: random)
    #expect(told(convolution.weight) == [24, 36])
    #expect(told(convolution.bias) == [24, 36])
    let grouped = ConvolutionSettings(groups: 2)
    #expect(
      told(Conv2D(4, 6, kernel: 3, grouped, weights: fans, using: random).weight) == [18, 27]
    )
    let transposed = ConvTranspose2D(4, 6, kernel: 3, weights: fans, using: random)
    #expect(told(transposed.weight) == [36, 54])
    #expect(
      told(ConvTranspose2D(4, 6, kernel: 3, grouped, weights: fans, using: random).weight) == [
        18, 27,
      ]
    )
  }
}
