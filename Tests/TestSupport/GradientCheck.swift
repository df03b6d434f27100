public import TensorCore
public import Testing

/// Records an issue for every gradient of `function` that is not what it should be.
///
/// ```swift
/// checkGradients(of: { matrixProduct($0[0], $0[1]) }, at: [a, b])
/// ```
///
/// See `gradientMismatches(of:at:upTo:tolerance:step:probes:)` for what is checked.
public func checkGradients(
  of function: @escaping ([Tensor]) -> Tensor,
  at operands: [Tensor],
  upTo order: DerivativeOrder = .second,
  tolerance: Double = 1e-3,
  step: Float = 1 / 32,
  probes: Int = 24,
  _ comment: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let mismatches = gradientMismatches(
    of: function,
    at: operands,
    upTo: order,
    tolerance: tolerance,
    step: step,
    probes: probes
  )
  // The first few tell what is wrong; a wrong operator is wrong everywhere.
  for mismatch in mismatches.prefix(4) {
    Issue.record(
      "\(comment.isEmpty ? "" : comment + ": ")\(mismatch)",
      sourceLocation: sourceLocation
    )
  }
}

/// How often a function is differentiated.
public enum DerivativeOrder: Sendable {
  /// Once.
  case first
  /// Twice: gradients of gradients too.
  case second
}

/// The gradients of `function` that are not what they should be; empty if all are right.
///
/// The function's output is reduced to a scalar with fixed random weights. Three things are compared:
/// the gradient of each operand with central differences; the gradient that can be differentiated
/// again with the fused one; and, in second order, the gradient of the gradient, reduced to a scalar
/// with random weights too, with central differences of it, with respect to every operand and to the
/// weights of the output (the gradient that came in).
///
/// - Parameters:
///   - function: A function without hidden state: random numbers must be drawn anew, from the same
///     seed, at each call. It must be smooth within two steps of `operands`.
///   - operands: Where it is differentiated.
///   - order: How often.
///   - tolerance: What two derivatives may differ by, in parts of the largest of the operand. The
///     default, 1e-3, is some ten times what float32 and five-point differences with a step of 1/32
///     leave for functions whose values and derivatives are of the order of 1; a wrong formula is off
///     by parts of the order of 1.
///   - step: The distance of the points of the differences.
///   - probes: The most elements of each operand that are moved.
/// - Returns: What is wrong, first order first.
public func gradientMismatches(
  of function: @escaping ([Tensor]) -> Tensor,
  at operands: [Tensor],
  upTo order: DerivativeOrder = .second,
  tolerance: Double = 1e-3,
  step: Float = 1 / 32,
  probes: Int = 24
) -> [GradientMismatch] {
  let shape = function(operands).shape
  let check = GradientCheck(
    function: function,
    weights: .sample(shape, from: 0.5, to: 1.5, seed: 101),
    directions: operands.enumerated().map {
      .sample($1.shape, from: 0.5, to: 1.5, seed: UInt64(201 + $0))
    },
    tolerance: tolerance,
    step: step,
    probes: probes
  )
  let first = check.firstOrder(at: operands)
  return order == .first ? first : first + check.secondOrder(at: operands)
}

private struct GradientCheck {
  let function: ([Tensor]) -> Tensor
  /// What the output is multiplied by, element by element, before it is added up.
  let weights: Tensor
  /// What the gradient of each operand is multiplied by in second order.
  let directions: [Tensor]
  let tolerance: Double
  let step: Float
  let probes: Int

  /// Both ways back differ by the order of additions only: some 1e-6 of the largest gradient.
  private static let roundingTolerance = 2e-5
  /// Rounding errors of the values, in units of float32's 2⁻²⁴, that an operator may make.
  private static let roundingUnits = 16.0

  func firstOrder(at operands: [Tensor]) -> [GradientMismatch] {
    let fused = gradient(at: operands, createsGraph: false)
    let recorded = gradient(at: operands, createsGraph: true)
    let output = function(operands)
    let derivative = NumericDerivative(step: step) { moved in
      // Recording stays on: the function may differentiate inside.
      weightedSum(function(moved), weights)
    }
    let noise = noise(weightedLength(output, weights))
    return operands.indices.flatMap { operand in
      compare(
        .recordedAgainstFused,
        operand,
        expected: fused[operand].scalars.map(Double.init),
        found: recorded[operand],
        at: Array(0..<operands[operand].elementCount),
        tolerance: Self.roundingTolerance,
        noise: 1e-7
      )
        + compare(
          .firstOrder,
          operand,
          by: derivative,
          at: operands,
          found: fused[operand],
          noise: noise
        )
    }
  }

  func secondOrder(at operands: [Tensor]) -> [GradientMismatch] {
    // The weights of the output are an operand like the others: the backward pass of the backward pass has a
    // branch toward the gradient that came in.
    let leaves = (operands + [weights]).map(\.tracked)
    let inner = gradients(
      of: (function(Array(leaves.dropLast())) * leaves[operands.count]).sum(),
      withRespectTo: Array(leaves.dropLast()),
      createsGraph: true
    )
    let reduced = zip(inner, directions).map { ($0 * $1).sum() }
    guard let first = reduced.first else { return [] }
    let found = gradients(of: reduced.dropFirst().reduce(first, +), withRespectTo: leaves)
    let derivative = NumericDerivative(step: step) { moved in
      zip(gradient(at: Array(moved.dropLast()), weights: moved[operands.count]), directions)
        .reduce(0) { $0 + weightedSum($1.0, $1.1) }
    }
    let lengths = zip(inner, directions).map(weightedLength)
    let noise = noise(lengths.reduce(0, +))
    return leaves.indices.flatMap { operand in
      compare(
        .secondOrder,
        operand,
        by: derivative,
        at: operands + [weights],
        found: found[operand],
        noise: noise
      )
    }
  }

  private func gradient(
    at operands: [Tensor],
    weights: Tensor? = nil,
    createsGraph: Bool = false
  ) -> [Tensor] {
    let leaves = operands.map(\.tracked)
    return gradients(
      of: function(leaves),
      seededWith: weights ?? self.weights,
      withRespectTo: leaves,
      createsGraph: createsGraph
    )
  }

  private func noise(_ length: Double) -> Double {
    Self.roundingUnits * 0x1p-24 * length / Double(step)
  }

  private func compare(
    _ comparison: GradientMismatch.Comparison,
    _ operand: Int,
    by derivative: NumericDerivative,
    at operands: [Tensor],
    found: Tensor,
    noise: Double
  ) -> [GradientMismatch] {
    let count = operands[operand].elementCount
    // Elements spread over the operand by a stride that shares no factor with most lengths.
    let elements =
      count <= probes
      ? Array(0..<count) : (0..<probes).map { ($0 * 7919 + 13) % count }
    return compare(
      comparison,
      operand,
      expected: elements.map { derivative(operand, $0, at: operands) },
      found: found,
      at: elements,
      tolerance: tolerance,
      noise: noise
    )
  }

  private func compare(
    _ comparison: GradientMismatch.Comparison,
    _ operand: Int,
    expected: [Double],
    found: Tensor,
    at elements: [Int],
    tolerance: Double,
    noise: Double
  ) -> [GradientMismatch] {
    let values = found.scalars
    let largest = max(
      expected.map(abs).max() ?? 0,
      values.map { abs(Double($0)) }.max() ?? 0
    )
    let allowed = tolerance * largest + noise
    return zip(elements, expected).compactMap { element, expected in
      // Written so that NaN does not pass.
      if abs(Double(values[element]) - expected) <= allowed { return nil }
      return GradientMismatch(
        comparison: comparison,
        operand: operand < directions.count ? operand : nil,
        index: position(element, in: found.shape.dimensions),
        expected: expected,
        found: Double(values[element]),
        allowed: allowed
      )
    }
  }
}
