import Preconditions
public import TensorCore

/// Scales all gradients together if their joint Euclidean norm exceeds a bound.
///
/// Source: Pascanu, Mikolov and Bengio 2013, "On the Difficulty of Training Recurrent Neural
/// Networks", algorithm 1.
public struct GradientNormClipping: GradientHook {
  private let bound: Float

  /// A hook with the largest allowed norm.
  ///
  /// - Precondition: `bound` is positive.
  public init(to bound: Float) {
    require(bound > 0, "GradientNormClipping: a bound of \(bound)")
    self.bound = bound
  }

  /// Scales the gradients if necessary.
  public func callAsFunction(_ gradients: inout [Tensor], of parameters: [Parameter]) {
    withoutRecording {
      guard Context.current.engine.device == nil else { return clip(&gradients) }
      let norm = gradients.reduce(0) { $0 + Self.squaredNorm(of: $1) }.squareRoot()
      guard norm > Double(bound) else { return }
      let scale = Float(Double(bound) / norm)
      gradients = gradients.map { $0 * scale }
    }
  }

  /// Scales the gradients where the host does not have them: in float32, in parts of the largest element.
  private func clip(_ gradients: inout [Tensor]) {
    let largest = gradients.map { $0.absolute.reshaped(to: [-1]).maximum(along: 0) }
      .reduce(Tensor(Float.leastNormalMagnitude)) { TensorCore.maximum($0, $1) }
    let squares = gradients.map { ($0 / largest).squared.sum() }
    let norm = squares.dropFirst().reduce(squares[0]) { $0 + $1 }.squareRoot
    let scale = minimum(bound / largest / norm, Tensor(1))
    gradients = gradients.map { $0 * scale }
  }

  /// The sum of squares in float64: in float32 it would be infinite for gradients above 1e19, which clipping
  /// must handle.
  private static func squaredNorm(of gradient: Tensor) -> Double {
    gradient.withUnsafeBuffer { values in
      // Eight sums, so that the compiler vectorizes the loop.
      var sums = SIMD8<Double>.zero
      let wholeCount = values.count / 8 * 8
      for start in stride(from: 0, to: wholeCount, by: 8) {
        var part = SIMD8<Float>.zero
        for lane in 0..<8 { part[lane] = values[start + lane] }
        let wide = SIMD8<Double>(part)
        sums += wide * wide
      }
      return values[wholeCount...].reduce(sums.sum()) { $0 + Double($1) * Double($1) }
    }
  }
}

/// Clamps every element of the gradients to ±`bound`.
public struct GradientValueClipping: ElementwiseGradientHook {
  private let bound: Float

  /// A hook with the largest allowed magnitude.
  ///
  /// - Precondition: `bound` is positive.
  public init(to bound: Float) {
    require(bound > 0, "GradientValueClipping: a bound of \(bound)")
    self.bound = bound
  }

  /// Clamps a gradient.
  public func changed(_ gradient: Tensor, of parameter: Tensor) -> Tensor {
    gradient.clamped(to: -bound...bound)
  }

  /// The operation for engines.
  public var change: ParameterUpdate.GradientChange? { .clamp(bound) }
}
