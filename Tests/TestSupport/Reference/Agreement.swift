internal import TensorCore

/// How a value computed in float32 compares with the reference.
public struct Agreement: Sendable {
  /// The largest error, in parts of what is allowed: at most 1 where all is well.
  public private(set) var worst = 0.0
  /// Where that is, among the elements.
  public private(set) var place = 0

  /// A comparison of the result of an operation whose operands were exact.
  ///
  /// - Parameters:
  ///   - found: What was computed in float32.
  ///   - expected: The reference.
  ///   - roundings: What the errors may be, in units of 2⁻²⁴ of the magnitudes.
  public init(_ found: [Double], _ expected: ScaledValue, roundings: Double) {
    for (index, value) in found.enumerated() {
      let reference = Self.rounded(expected.value.values[index])
      let allowed = roundings * 0x1p-24 * expected.magnitude.values[index]
      let error = Self.error(value, reference, allowed)
      if error > worst { (worst, place) = (error, index) }
    }
  }

  /// What is larger than float32's largest number is infinite there.
  private static func rounded(_ value: Double) -> Double {
    abs(value) > Double(Float.greatestFiniteMagnitude) ? Double(Float(value)) : value
  }

  private static func error(_ found: Double, _ expected: Double, _ allowed: Double) -> Double {
    if found == expected || found.isNaN && expected.isNaN { return 0 }
    // Below the normal range numbers may be flushed to 0.
    let room = allowed + (allowed > 0 ? Double(Float.leastNormalMagnitude) : 0)
    let error = abs(found - expected)
    // NaN fails, and so does any error where none is allowed.
    guard error <= room else { return room > 0 && error.isFinite ? error / room : .infinity }
    return error / room
  }
}
