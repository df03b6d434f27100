internal import TensorCore

extension Writer {
  /// The same truth everywhere.
  mutating func truth(_ truth: Bool, _ shape: [Int]) -> Value {
    add("stablehlo.constant dense<\(truth)>", Value("", shape, .bit).type, shape, .bit)
  }

  /// A function of every element.
  mutating func unary(_ function: UnaryFunction, _ x: Value, _ numbers: [Number]) -> Value {
    switch function {
    case .negate: return map("negate", x)
    case .absolute: return map("abs", x)
    case .sign:
      let (zero, one, minus) = (constant(0, x.shape), constant(1, x.shape), constant(-1, x.shape))
      let negative = select(compare("LT", x, zero), minus, zero)
      return select(compare("GT", x, zero), one, negative)
    case .squareRoot: return map("sqrt", x)
    case .exponential: return map("exponential", x)
    case .logarithm: return map("log", x)
    case .tanh: return map("tanh", x)
    case .logistic:
      let one = constant(1, x.shape)
      return map("divide", one, map("add", one, map("exponential", map("negate", x))))
    case .softplus:
      let positive = map("maximum", x, constant(0, x.shape))
      let decay = map("exponential", map("negate", map("abs", x)))
      return map("add", positive, map("log_plus_one", decay))
    case .plus: return map("add", x, number(numbers[0], x.shape))
    case .subtracted: return map("subtract", number(numbers[0], x.shape), x)
    case .times: return map("multiply", x, number(numbers[0], x.shape))
    case .divided: return map("divide", x, number(numbers[0], x.shape))
    case .dividing: return map("divide", number(numbers[0], x.shape), x)
    case .inverseSquareRoot(let epsilon):
      let root = map("sqrt", map("add", x, constant(epsilon, x.shape)))
      return map("divide", constant(1, x.shape), root)
    case .clamp: return clamped(x, numbers[0], numbers[1])
    case .isInside:
      let above = compare("GE", x, number(numbers[0], x.shape))
      let below = compare("LE", x, number(numbers[1], x.shape))
      return cast(map("and", above, below), to: .float)
    case .isAtLeast: return cast(compare("GE", x, number(numbers[0], x.shape)), to: .float)
    }
  }

  /// x within bounds; NaN stays NaN.
  mutating func clamped(_ x: Value, _ low: Number, _ high: Number) -> Value {
    let (low, high) = (number(low, x.shape), number(high, x.shape))
    let raised = select(compare("LT", x, low), low, x)
    return select(compare("GT", x, high), high, raised)
  }

  /// A function of every pair of elements.
  mutating func binary(
    _ function: BinaryFunction,
    _ left: Value,
    _ right: Value,
    _ numbers: [Number]
  ) -> Value {
    let shape = Shape(left.shape).broadcast(with: Shape(right.shape)).dimensions
    let (a, b) = (broadcast(left, to: shape), broadcast(right, to: shape))
    switch function {
    case .add: return map("add", a, b)
    case .subtract: return map("subtract", a, b)
    case .multiply: return map("multiply", a, b)
    case .divide: return map("divide", a, b)
    case .maximum:
      // NaN is neither less nor equal to itself.
      let isSecond = map("or", compare("LT", a, b), compare("NE", b, b))
      return select(isSecond, b, a)
    case .isEqual: return cast(compare("EQ", a, b), to: .float)
    case .addScaled: return map("add", a, map("multiply", number(numbers[0], shape), b))
    case .interpolate:
      let way = map("subtract", b, a)
      return map("add", a, map("multiply", number(numbers[0], shape), way))
    case .tanhGradient:
      let slope = map("subtract", constant(1, shape), map("multiply", b, b))
      return map("multiply", a, slope)
    case .logisticGradient:
      let rest = map("subtract", constant(1, shape), b)
      return map("multiply", map("multiply", a, b), rest)
    }
  }

  /// x where it is positive or NaN, slope·x elsewhere; and where it is x itself.
  mutating func leakyReLU(_ x: Value, _ slope: Float) -> [Value] {
    // What is not at most 0 is positive or NaN.
    let bits = map("not", compare("LE", x, constant(0, x.shape)))
    return [rectified(x, by: bits, slope), bits]
  }

  /// The gradient where the bit is set, slope times it elsewhere; nothing at all for a slope of 0.
  mutating func rectified(_ gradient: Value, by bits: Value, _ slope: Float) -> Value {
    let factor = constant(slope, gradient.shape)
    return select(bits, gradient, slope == 0 ? factor : map("multiply", gradient, factor))
  }

  /// x + σ·n.
  mutating func addNoise(
    _ x: [Value],
    _ noise: NoiseAddition,
    _ numbers: [Number],
    counter: Value?
  ) -> Value {
    let shape = x[0].shape
    let values: Value
    switch noise.source {
    case .given: values = x[1]
    case .drawn(let blocks, let first):
      let fill = RandomFill(.normal(mean: 0, standardDeviation: 1), blocks: blocks, first: first)
      values = random(fill, shape, [.constant(0), .constant(1)], counter: counter)
    }
    return map("add", x[0], map("multiply", number(numbers[0], shape), values))
  }

  /// A parameter and its slots after an update; see `ParameterUpdate`.
  mutating func update(_ update: ParameterUpdate, _ x: [Value], _ numbers: [Number]) -> [Value] {
    let (p, shape) = (x[0], x[0].shape)
    var g = x[1]
    for (index, change) in update.changes.enumerated() {
      switch change {
      case .weightDecay: g = map("add", g, map("multiply", number(numbers[index], shape), p))
      case .clamp:
        let bound = number(numbers[index], shape)
        let raised = select(compare("LT", g, map("negate", bound)), map("negate", bound), g)
        g = select(compare("GT", g, bound), bound, raised)
      }
    }
    let c = numbers.dropFirst(update.changes.count).map { number($0, shape) }
    switch update.rule {
    case .adam:
      let one = constant(1, shape)
      func toward(_ average: Value, _ target: Value, _ beta: Value, _ writer: inout Writer)
        -> Value
      {
        let share = writer.map("subtract", one, beta)
        let way = writer.map("subtract", target, average)
        return writer.map("add", average, writer.map("multiply", share, way))
      }
      let mean = toward(x[2], g, c[2], &self)
      let square = toward(x[3], map("multiply", g, g), c[3], &self)
      let root = map("multiply", map("sqrt", square), c[1])
      let step = map("divide", map("multiply", c[0], mean), map("add", root, c[4]))
      return [map("subtract", map("multiply", p, c[5]), step), mean, square]
    case .gradientDescent:
      return [map("subtract", map("multiply", p, c[1]), map("multiply", c[0], g))]
    case .momentum:
      let velocity = map("add", map("multiply", c[0], x[2]), map("multiply", c[1], g))
      let step = map("add", map("multiply", c[2], velocity), map("multiply", c[3], g))
      return [map("add", map("multiply", p, c[4]), step), velocity]
    }
  }
}
