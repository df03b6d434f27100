/// Exponentials and logarithms of eight values at a time, to about one unit in the last place over the whole
/// range, including subnormal, infinite and NaN values.
///
/// oneDNN's are faster but lose what losses depend on: its softplus(-20) is -2e-6 rather than 2e-9, its
/// logarithm is off by 1e-5 of the value near 1, and its exponential of NaN is infinite.
///
/// Source: Moshier's Cephes library, `expf.c` and `logf.c`: argument reduction and coefficients.
enum VectorFunctions {
  private typealias Integers = SIMD8<Int32>

  /// Adding 1.5 · 2²³ rounds to an integer, which is then in the lowest bits.
  private static let rounder: Float = 12_582_912
  /// ln 2 in two parts, the first of which is exact when multiplied by a small integer.
  private static let (logOfTwo, logOfTwoRest): (Float, Float) = (0.693359375, -2.12194440e-4)

  /// eˣ.
  @inline(__always)
  static func exponential(_ x: Vector) -> Vector {
    // Written so that NaN stays NaN.
    let x = x.replacing(with: -104, where: x .< -104).replacing(with: 89, where: x .> 89)
    let shifted = x * 1.44269504 + rounder
    let n = shifted - rounder
    let power = bits(shifted) &- Integers(repeating: Int32(bitPattern: rounder.bitPattern))
    let r = (x - n * logOfTwo) - n * logOfTwoRest
    var y = r * 1.9875691500e-4 + 1.3981999507e-3
    y = y * r + 8.3334519073e-3
    y = y * r + 4.1665795894e-2
    y = y * r + 1.6666665459e-1
    y = y * r + 5.0000001201e-1
    y = y * (r * r) + r + 1
    // In two steps, as 2ⁿ itself may be outside the normal range.
    let half = power &>> 1
    return y * powerOfTwo(half) * powerOfTwo(power &- half)
  }

  /// The natural logarithm.
  @inline(__always)
  static func logarithm(_ x: Vector) -> Vector {
    let isSmall = x .< .leastNormalMagnitude
    let normal = x.replacing(with: x * 0x1p23, where: isSmall)
    // x = m · 2ᵉ with m around 1, between √½ and √2.
    let exponent = (bits(normal) &- Integers(repeating: 0x3F35_04F3)) &>> 23
    let f = values(bits(normal) &- (exponent &<< 23)) - 1
    var e = values(exponent &+ Integers(repeating: Int32(bitPattern: rounder.bitPattern))) - rounder
    e = e.replacing(with: e - 23, where: isSmall)
    let square = f * f
    var y = f * 7.0376836292e-2 - 1.1514610310e-1
    y = y * f + 1.1676998740e-1
    y = y * f - 1.2420140846e-1
    y = y * f + 1.4249322787e-1
    y = y * f - 1.6668057665e-1
    y = y * f + 2.0000714765e-1
    y = y * f - 2.4999993993e-1
    y = y * f + 3.3333331174e-1
    y = y * f * square + e * logOfTwoRest - square * 0.5
    return (f + y + e * logOfTwo)
      .replacing(with: -.infinity, where: x .== 0)
      .replacing(with: x, where: x .== .infinity)
      .replacing(with: .nan, where: .!(x .>= 0))
  }

  /// log(1 + eˣ) = max(x, 0) + log(1 + e⁻ˡˣˡ).
  @inline(__always)
  static func softplus(_ x: Vector) -> Vector {
    let u = exponential(x.replacing(with: -x, where: x .> 0))
    // The quotient makes up for what rounding 1 + u lost.
    // Source: Goldberg 1991, "What Every Computer Scientist Should Know About Floating-Point
    // Arithmetic", theorem 4.
    let sum = 1 + u
    let rest = (logarithm(sum) * (u / (sum - 1))).replacing(with: u, where: sum .== 1)
    return x.replacing(with: 0, where: x .< 0) + rest
  }

  @inline(__always)
  private static func bits(_ x: Vector) -> SIMD8<Int32> { unsafeBitCast(x, to: Integers.self) }

  @inline(__always)
  private static func values(_ bits: SIMD8<Int32>) -> Vector {
    unsafeBitCast(bits, to: Vector.self)
  }

  /// 2ⁿ for n from -126 to 127.
  @inline(__always)
  private static func powerOfTwo(_ n: SIMD8<Int32>) -> Vector {
    values((n &+ Integers(repeating: 127)) &<< 23)
  }
}
