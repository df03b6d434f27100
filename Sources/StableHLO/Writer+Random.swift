internal import Randomness
internal import TensorCore

// The numbers of `Sources/CKernels/random.c`: the same bits from Philox, and the same polynomials of them, up to the
// rounding of products and sums.

extension Writer {
  /// Random numbers of a distribution.
  ///
  /// - Parameters:
  ///   - fill: The distribution, and the random bits.
  ///   - shape: The shape of the numbers.
  ///   - numbers: The distribution's scalars.
  ///   - counter: The first block; that of `fill` if `nil`.
  /// - Returns: The numbers.
  mutating func random(
    _ fill: RandomFill,
    _ shape: [Int],
    _ numbers: [Number],
    counter: Value?
  ) -> Value {
    let count = shape.reduce(1, *)
    let blocks = Int(RandomBlocks.blocksPerUnit)
    let units = (count + RandomBlocks.numbersPerUnit - 1) / RandomBlocks.numbersPerUnit
    if count == 0 { return constant(0, shape) }
    let first = counter ?? constant(fill.first, [], .counter)
    let words = philox(fill.blocks, from: first, [units, blocks])
    let parts = drawn(fill.distribution, words, numbers)
    let rows = parts.map { reshape($0, [units, 1, blocks]) }
    let all = reshape(concatenate(rows, along: 1), [units * 4 * blocks])
    return reshape(slice(all, [0], [count], [1]), shape)
  }

  /// The four words of successive blocks of Philox 4×32-10, each in the given shape.
  ///
  /// Source: Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3".
  private mutating func philox(_ key: RandomBlocks, from first: Value, _ shape: [Int]) -> [Value] {
    let count = shape.reduce(1, *)
    let offsets = reshape(indices(along: 0, [count], .counter), shape)
    let blocks = map("add", offsets, broadcast(first, to: shape))
    let half = constant(32, shape, .counter)
    func word(_ number: UInt64, _ writer: inout Writer) -> Value {
      writer.constant(number & 0xFFFF_FFFF, shape, .word)
    }
    var a = cast(blocks, to: .word)
    var b = cast(map("shift_right_logical", blocks, half), to: .word)
    var (c, d) = (word(key.seed, &self), word(key.seed >> 32, &self))
    var key0 = UInt32(truncatingIfNeeded: key.key)
    var key1 = UInt32(truncatingIfNeeded: key.key >> 32)
    func product(
      _ x: Value,
      _ factor: UInt64,
      _ writer: inout Writer
    ) -> (high: Value, low: Value) {
      let wide = writer.cast(x, to: .counter)
      let product = writer.map("multiply", wide, writer.constant(factor, shape, .counter))
      let high = writer.map("shift_right_logical", product, half)
      return (writer.cast(high, to: .word), writer.cast(product, to: .word))
    }
    for _ in 0..<10 {
      let product0 = product(a, 0xD251_1F53, &self)
      let product1 = product(c, 0xCD9E_8D57, &self)
      let left = map("xor", map("xor", product1.high, b), word(UInt64(key0), &self))
      let right = map("xor", map("xor", product0.high, d), word(UInt64(key1), &self))
      (a, b, c, d) = (left, product1.low, right, product0.low)
      (key0, key1) = (key0 &+ 0x9E37_79B9, key1 &+ 0xBB67_AE85)
    }
    return [a, b, c, d]
  }

  /// The numbers that each of four words becomes.
  private mutating func drawn(
    _ distribution: RandomFill.Distribution,
    _ words: [Value],
    _ numbers: [Number]
  ) -> [Value] {
    let shape = words[0].shape
    let (first, second) = (number(numbers[0], shape), number(numbers[1], shape))
    switch distribution {
    case .uniform:
      let (width, below) = (map("subtract", second, first), nextBelow(second))
      return words.map { word in
        let bits = map("shift_right_logical", word, constant(8, shape, .word))
        let share = map("multiply", number(bits), constant(0x1p-24, shape))
        let value = map("add", map("multiply", share, width), first)
        return select(compare("LT", value, below), value, below)
      }
    case .normal:
      let pairs = [normalPair(words[0], words[1]), normalPair(words[2], words[3])]
      return pairs.flatMap { [$0.0, $0.1] }.map {
        map("add", map("multiply", $0, second), first)
      }
    case .truncatedNormal:
      return words.map { map("add", map("multiply", truncatedNormal($0), second), first) }
    }
  }

  /// The largest number below another.
  private mutating func nextBelow(_ x: Value) -> Value {
    let bits = convert("bitcast_convert", x, to: x.shape, .word)
    let one = constant(1, x.shape, .word)
    let zero = constant(0, x.shape)
    let negative = select(
      compare("LT", x, zero),
      map("add", bits, one),
      constant(0x8000_0001, x.shape, .word)
    )
    let below = select(compare("GT", x, zero), map("subtract", bits, one), negative)
    return convert("bitcast_convert", below, to: x.shape, .float)
  }

  /// A word of at most 31 bits as a number.
  private mutating func number(_ word: Value) -> Value {
    cast(convert("bitcast_convert", word, to: word.shape, .index), to: .float)
  }

  /// A polynomial, its highest coefficient first.
  mutating func polynomial(_ coefficients: [Float], _ x: Value) -> Value {
    coefficients.dropFirst().reduce(constant(coefficients[0], x.shape)) { value, coefficient in
      map("add", map("multiply", value, x), constant(coefficient, x.shape))
    }
  }

  /// −ln u for u in (0, 1].
  private mutating func negativeLogarithm(_ u: Value) -> Value {
    let shape = u.shape
    let rootOfHalf = constant(0x3F35_04F3, shape, .word)
    let bits = map("subtract", convert("bitcast_convert", u, to: shape, .word), rootOfHalf)
    let signed = convert("bitcast_convert", bits, to: shape, .index)
    let exponent = map("shift_right_arithmetic", signed, constant(23, shape, .index))
    let fraction = map("and", bits, constant(0x007F_FFFF, shape, .word))
    let mantissa = convert(
      "bitcast_convert",
      map("add", fraction, rootOfHalf),
      to: shape,
      .float
    )
    let f = map("subtract", mantissa, constant(1, shape))
    let p = polynomial(
      [
        8.700359959e-02, -1.426747630e-01, 1.491478701e-01, -1.657758601e-01, 1.996306229e-01,
        -2.500133702e-01, 3.333391077e-01,
      ],
      f
    )
    let half = map("subtract", constant(0.5, shape), map("multiply", f, p))
    let curved = map("subtract", map("multiply", map("multiply", f, f), half), f)
    let scale = map("multiply", cast(exponent, to: .float), constant(0.693147181, shape))
    return map("subtract", curved, scale)
  }

  /// Two normal numbers from two words, by Box and Muller's transform.
  private mutating func normalPair(_ word0: Value, _ word1: Value) -> (Value, Value) {
    let shape = word0.shape
    let one = constant(1, shape, .word)
    let upper = number(map("shift_right_logical", word0, one))
    let u = map(
      "multiply",
      map("add", upper, constant(0.5, shape)),
      constant(0x1p-31, shape)
    )
    let radius = map("sqrt", negativeLogarithm(u))
    let angle = map("shift_left", word1, constant(2, shape, .word))
    let phi = map("multiply", number(angle), constant(0.785398163 * 0x1p-31, shape))
    let square = map("multiply", phi, phi)
    let sines = polynomial([-1.949563462e-04, 8.331978648e-03, -1.666665067e-01], square)
    let sine = map("add", map("multiply", sines, map("multiply", square, phi)), phi)
    let cosines = polynomial([2.443844968e-05, -1.388736750e-03, 4.166664687e-02], square)
    let flat = map(
      "subtract",
      constant(1, shape),
      map("multiply", constant(0.5, shape), square)
    )
    let cosine = map("add", map("multiply", cosines, map("multiply", square, square)), flat)
    let signs = [word1, map("shift_left", word1, one)].map {
      map("and", $0, constant(0x8000_0000, shape, .word))
    }
    return (
      signed(map("multiply", radius, map("add", cosine, sine)), signs[0]),
      signed(map("multiply", radius, map("subtract", cosine, sine)), signs[1])
    )
  }

  /// A number whose sign is changed where the sign bit is set.
  private mutating func signed(_ x: Value, _ sign: Value) -> Value {
    let bits = map("xor", convert("bitcast_convert", x, to: x.shape, .word), sign)
    return convert("bitcast_convert", bits, to: x.shape, .float)
  }

  /// A normal number within two standard deviations, by inversion.
  private mutating func truncatedNormal(_ word: Value) -> Value {
    let shape = word.shape
    let s = map("multiply", number(word), constant(0x1p-31, shape))
    let t = map("multiply", s, constant(0.954499736, shape))
    let w = negativeLogarithm(map("subtract", constant(1, shape), map("multiply", t, t)))
    let q = polynomial(
      [
        -6.068361020e-06, 8.652938888e-05, -2.057034668e-04, -3.128033920e-03, 1.558161922e-02,
        3.131885800e-01, 1.196287990e+00,
      ],
      w
    )
    return clamped(map("multiply", s, q), .constant(-2), .constant(2))
  }
}
