import Preconditions
public import TensorCore

/// Computes operations in `Double`, in the plainest loops possible.
///
/// It is written from what `Operation` says of its cases and shares no code with any engine: what an
/// engine computes is compared with it.
public struct ReferenceInterpreter: Sendable {
  /// How fused operations are computed.
  public enum Fusion: Sendable {
    /// From their own definitions.
    case direct
    /// By the simpler ones of their decompositions, down to those that are simple.
    case decomposed
  }

  /// How fused operations are computed.
  public let fusion: Fusion

  /// An interpreter.
  public init(_ fusion: Fusion = .direct) { self.fusion = fusion }

  /// The results of an operation.
  ///
  /// - Precondition: The operands' shapes fit.
  public func run(_ operation: Operation, on operands: [ReferenceValue]) -> [ReferenceValue] {
    let shapes = operands.map(\.shape)
    if fusion == .decomposed, let program = operation.decomposition(of: shapes) {
      return program.run(on: operands, seenAs: { $0.seen(as: $1) }, by: run)
    }
    let types = operation.outputs(of: shapes)
    let results = evaluate(operation, operands, types.map(\.shape))
    require(
      results.map(\.shape) == types.map(\.shape),
      "\(operation.name): results of \(results.map(\.shape)), not \(types.map(\.shape))"
    )
    return results
  }

  private func evaluate(
    _ operation: Operation,
    _ x: [ReferenceValue],
    _ shapes: [Shape]
  ) -> [ReferenceValue] {
    switch operation {
    case .fill(let number, let shape): [ReferenceValue(repeating: Double(number), shape: shape)]
    case .random(let fill, let shape):
      [ReferenceValue(fill.numbers(shape.elementCount), shape: shape)]
    case .unary(let function): [x[0].map(function.reference)]
    case .binary(let function): [function.reference(x[0], x[1], to: shapes[0])]
    case .isFinite: [ReferenceValue([x[0].values.allSatisfy(\.isFinite) ? 1 : 0], shape: [])]
    case .sum(let axes): [x[0].sum(along: axes)]
    case .maximum(let axis): [x[0].maximum(along: axis)]
    case .broadcast, .transpose, .slice, .place, .concatenate, .upsample, .upsampleGradient:
      [moved(operation, x, to: shapes[0])]
    case .matrixProduct(let left, let right):
      [matrixProduct(x, to: shapes[0], transposesLeft: left, transposesRight: right)]
    case .convolution, .convolutionInputGradient, .convolutionWeightGradient,
      .convolutionBiasGradient, .upsampledConvolution:
      [convolved(operation, x, to: shapes[0])]
    case .maximumPool(let geometry): maximumPool(x[0], geometry)
    case .pick: [x[1].map { x[0].values[Int($0)] }]
    case .scatterAdd(let shape): [scattered(x[0], at: x[1], into: shape)]
    case .moments, .normalize, .normalizationSums, .normalizationGradient:
      normalized(operation, x)
    case .leakyReLU(let slope): leakyReLU(x[0], slope)
    case .leakyReLUGradient(let slope): [leakyReLUGradient(x[0], signs: x[1], slope)]
    case .addNoise(let noise): [withNoise(x[0], noise, given: x.last)]
    case .rectifiedPass(let parts, let noise, let slope):
      rectifiedPass(x, parts: parts, noise, slope: slope)
    case .update(let update): updated(x, update)
    }
  }
}

extension Operation {
  /// The operation's first result of tensors, in `Double`.
  public func reference(_ operands: Tensor...) -> ReferenceValue {
    ReferenceInterpreter().run(self, on: operands.map { ReferenceValue($0) })[0]
  }
}
