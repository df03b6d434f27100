internal import TensorCore

extension Writer {
  /// Writes an operation.
  ///
  /// - Parameters:
  ///   - operation: The operation.
  ///   - x: Its operands, in the shapes in which it sees them.
  ///   - numbers: Its scalars.
  ///   - counter: Its first block of random bits; that of the operation itself if `nil`.
  /// - Returns: Its results.
  mutating func write(
    _ operation: Operation,
    _ x: [Value],
    _ numbers: [Number],
    counter: Value? = nil
  ) -> [Value] {
    switch operation {
    case .fill(_, let shape): [number(numbers[0], shape.dimensions)]
    case .random(let fill, let shape):
      [random(fill, shape.dimensions, numbers, counter: counter)]
    case .unary(let function): [unary(function, x[0], numbers)]
    case .binary(let function): [binary(function, x[0], x[1], numbers)]
    case .isFinite: [isFinite(x[0])]
    case .sum(let axes): [sum(x[0], axes)]
    case .maximum(let axis): [maximum(x[0], axis)]
    case .broadcast(let shape): [broadcast(x[0], to: shape.dimensions)]
    case .transpose(let axes): [transpose(x[0], axes)]
    case .slice(let box): [cut(x[0], box)]
    case .place(let box): [place(x[0], box)]
    case .concatenate(let axis): [concatenate(x, along: axis)]
    case .resample(let resampling): [resample(x[0], at: x[1], resampling)]
    case .resampleGradient(let resampling): [spread(x[0], at: x[1], resampling)]
    case .matrixProduct(let left, let right):
      [matrixProduct(x, transposesLeft: left, transposesRight: right)]
    case .convolution(let geometry): [convolution(x, geometry)]
    case .convolutionInputGradient(let geometry): [inputGradient(x[0], x[1], geometry)]
    case .convolutionWeightGradient(let geometry): [weightGradient(x[0], x[1], geometry)]
    case .maximumPool(let geometry): maximumPool(x[0], geometry)
    case .pick: [pick(x[0], at: x[1])]
    case .scatterAdd(let shape): [scatter(x[0], at: x[1], into: shape.dimensions)]
    case .leakyReLU(let slope): leakyReLU(x[0], slope)
    case .leakyReLUGradient(let slope): [rectified(x[0], by: x[1], slope)]
    case .addNoise(let noise): [addNoise(x, noise, numbers, counter: counter)]
    case .update(let update): self.update(update, x, numbers)
    case .upsample, .upsampleGradient, .mixChannels, .convolutionBiasGradient,
      .upsampledConvolution, .moments, .normalize, .normalizationSums, .normalizationGradient,
      .rectifiedPass:
      decomposed(operation, x)
    }
  }

  /// A fused operation, by its decomposition.
  private mutating func decomposed(_ operation: Operation, _ x: [Value]) -> [Value] {
    guard let program = operation.decomposition(of: x.map { Shape($0.shape) }) else {
      fatalError("StableHLO: \(operation.name) has no decomposition")
    }
    var writer = self
    let results = program.run(
      on: x,
      seenAs: { writer.reshape($0, $1.dimensions) },
      by: { writer.write($0, $1, $0.scalars.map { .constant($0) }) }
    )
    self = writer
    return results
  }

  /// 1 if all elements are finite, 0 if not.
  private mutating func isFinite(_ x: Value) -> Value {
    let bits = convert("is_finite", x, to: x.shape, .bit)
    let all = reduce("and", bits, Array(x.shape.indices), from: truth(true, []))
    return cast(all, to: .float)
  }

  /// Sums along axes, which stay with a length of 1.
  mutating func sum(_ x: Value, _ axes: [Int]) -> Value {
    kept(reduce("add", x, axes, from: constant(0)), axes, of: x)
  }

  /// The largest element along an axis, which stays with a length of 1; NaN if there is one.
  private mutating func maximum(_ x: Value, _ axis: Int) -> Value {
    let isNaN = compare("NE", x, x)
    let numbers = select(isNaN, constant(-.infinity, x.shape), x)
    let largest = reduce("maximum", numbers, [axis], from: constant(-.infinity))
    let anyNaN = reduce("or", isNaN, [axis], from: truth(false, []))
    return kept(select(anyNaN, constant(.nan, largest.shape), largest), [axis], of: x)
  }

  private mutating func kept(_ reduced: Value, _ axes: [Int], of x: Value) -> Value {
    reshape(reduced, x.shape.enumerated().map { axes.contains($0.offset) ? 1 : $0.element })
  }
}
