public import Randomness
public import TensorCore

/// How the initial values of a parameter are drawn.
public struct Initializer: Sendable {
  private let make: @Sendable (Shape, Fans, RandomStream) -> Tensor

  /// The number of inputs and outputs that a weight connects.
  public struct Fans: Hashable, Sendable {
    /// Inputs that each output is computed from.
    public let input: Int
    /// Outputs that each input contributes to.
    public let output: Int

    /// Both numbers.
    public init(input: Int, output: Int) {
      self.input = input
      self.output = output
    }
  }

  /// A custom initializer.
  public init(_ make: @escaping @Sendable (Shape, Fans, RandomStream) -> Tensor) {
    self.make = make
  }

  /// The initial values of a parameter.
  public func callAsFunction(_ shape: Shape, fans: Fans, using random: RandomStream) -> Tensor {
    make(shape, fans, random)
  }

  /// A constant.
  public static func constant(_ value: Float) -> Initializer {
    Initializer { shape, _, _ in Tensor(repeating: value, shape: shape) }
  }

  /// Zeros.
  public static let zeros = constant(0)

  /// Ones.
  public static let ones = constant(1)

  /// Gaussian with mean 0.
  public static func normal(_ standardDeviation: Float) -> Initializer {
    Initializer { shape, _, random in
      .normal(shape, standardDeviation: standardDeviation, using: random)
    }
  }

  /// Gaussian with mean 0, truncated at two standard deviations.
  public static func truncatedNormal(_ standardDeviation: Float) -> Initializer {
    Initializer { shape, _, random in
      .truncatedNormal(shape, standardDeviation: standardDeviation, using: random)
    }
  }

  /// Uniform in ±`limit`.
  public static func uniform(_ limit: Float) -> Initializer {
    Initializer { shape, _, random in
      .uniform(shape, from: -limit, to: limit, using: random)
    }
  }

  /// Uniform in ±√(6 / (inputs + outputs)): Keras' default.
  ///
  /// Source: Glorot and Bengio 2010, "Understanding the Difficulty of Training Deep Feedforward
  /// Neural Networks", equation 16.
  public static let glorotUniform = Initializer { shape, fans, random in
    let limit = (6 / Float(fans.input + fans.output)).squareRoot()
    return .uniform(shape, from: -limit, to: limit, using: random)
  }

  /// Gaussian with variance 2 / (inputs + outputs).
  ///
  /// Source: Glorot and Bengio 2010, as `glorotUniform`.
  public static let glorotNormal = Initializer { shape, fans, random in
    let deviation = (2 / Float(fans.input + fans.output)).squareRoot()
    return .normal(shape, standardDeviation: deviation, using: random)
  }

  /// Uniform in ±√(6 / inputs), for ReLU.
  ///
  /// Source: He et al. 2015, "Delving Deep into Rectifiers", section 2.2.
  public static let heUniform = Initializer { shape, fans, random in
    let limit = (6 / Float(fans.input)).squareRoot()
    return .uniform(shape, from: -limit, to: limit, using: random)
  }

  /// Gaussian with variance 2 / inputs, for ReLU.
  ///
  /// Source: He et al. 2015, as `heUniform`.
  public static let heNormal = Initializer { shape, fans, random in
    .normal(shape, standardDeviation: (2 / Float(fans.input)).squareRoot(), using: random)
  }

  /// Normal with deviation `gain` / √inputs.
  ///
  /// Source: He et al. 2015, as `heUniform`, whose gain is √2.
  public static func fanInNormal(gain: Float = 1) -> Initializer {
    Initializer { shape, fans, random in
      .normal(shape, standardDeviation: gain / Float(fans.input).squareRoot(), using: random)
    }
  }

  /// Uniform in ±1 / √inputs: PyTorch's default for the weights and biases of its layers.
  public static let pyTorchDefault = Initializer { shape, fans, random in
    let limit = 1 / Float(fans.input).squareRoot()
    return .uniform(shape, from: -limit, to: limit, using: random)
  }
}
