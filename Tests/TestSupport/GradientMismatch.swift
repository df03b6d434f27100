/// One derivative that is not what was expected of it.
public struct GradientMismatch: CustomStringConvertible, Sendable {
  /// Which comparison failed.
  public enum Comparison: String, Sendable {
    /// The gradient against central differences of the function.
    case firstOrder = "first order, against central differences"
    /// The gradient made to be differentiated again against the one that is not.
    case recordedAgainstFused = "gradient with createsGraph, against the one without"
    /// The gradient's gradient against central differences of the gradient.
    case secondOrder = "second order, against central differences of the gradient"
  }

  /// Which comparison failed.
  public let comparison: Comparison
  /// The operand's place in the list; `nil` for the weights of the outputs.
  public let operand: Int?
  /// The element's index along each axis of the operand.
  public let index: [Int]
  /// What the comparison is made with.
  public let expected: Double
  /// What the library answered.
  public let found: Double
  /// The largest distance that would have passed.
  public let allowed: Double

  /// All of it in a line.
  public var description: String {
    let place = operand.map { "operand \($0)" } ?? "the output's gradient"
    return """
      \(comparison.rawValue): \(place) at \(index): expected \(expected), found \(found) \
      (apart by \(abs(expected - found)), allowed \(allowed))
      """
  }
}

/// The index along each axis of the element at a place in row-major order.
func position(_ place: Int, in dimensions: [Int]) -> [Int] {
  var rest = place
  var index = dimensions
  for axis in dimensions.indices.reversed() {
    index[axis] = rest % dimensions[axis]
    rest /= dimensions[axis]
  }
  return index
}
