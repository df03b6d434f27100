import Preconditions
public import TensorCore

/// Scales all gradients down together where their joint Euclidean norm is above a bound.
///
/// Source: Pascanu, Mikolov and Bengio 2013, "On the Difficulty of Training Recurrent Neural
/// Networks", algorithm 1.
public struct GradientNormClipping: GradientHook {
  private let bound: Float

  /// A hook with the largest norm allowed.
  ///
  /// - Precondition: `bound` is positive.
  public init(to bound: Float) {
    require(bound > 0, "GradientNormClipping: a bound of \(bound)")
    self.bound = bound
  }

  /// Scales the gradients if need be.
  public func callAsFunction(_ gradients: inout [Tensor], of parameters: [Parameter]) {
    withoutRecording {
      let norm = gradients.reduce(0) { $0 + Self.squaredNorm(of: $1) }.squareRoot()
      guard norm > Double(bound) else { return }
      let scale = Float(Double(bound) / norm)
      gradients = gradients.map { $0 * scale }
    }
  }

  /// The sum of the squares in float64: in float32 those of gradients above 1e19, which a norm has to tame, would
  /// be infinite.
  private static func squaredNorm(of gradient: Tensor) -> Double {
    gradient.withUnsafeBuffer { values in
      // Eight sums, so that the compiler takes vectors.
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

/// Moves every element of the gradients into ±`bound`.
public struct GradientValueClipping: ElementwiseGradientHook {
  private let bound: Float

  /// A hook with the largest magnitude allowed.
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

  /// The same for engines.
  public var change: ParameterUpdate.GradientChange? { .clamp(bound) }
}
