import Archives

/// Changes to the arrays of a file, read from arbitrary bytes: any bytes are some changes, so that a fuzzer that
/// knows nothing of archives gets past their sums.
struct Edits {
  private var rest: ArraySlice<UInt8>

  /// The edits in `bytes`.
  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// The next byte, 0 at the end.
  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// The next place or size.
  private mutating func number() -> Int { Int(byte()) << 8 | Int(byte()) }

  /// Numbers at which something may break, besides those that eight bytes say.
  private static let integers: [Int64] = [
    0, 1, -1, 2, 255, 1 << 31, 1 << 32, 1 << 53, 1 << 53 + 1, .max, .max - 1, .min, -(1 << 31),
  ]
  private static let reals: [Double] = [
    0, -0.0, 1, -1, 0.5, 1e-300, 1e300, -1e300, 3e12, 3e12 + 1, .infinity, -.infinity, .nan, 1e20,
    3e38, 1e-45,
  ]
  /// Pieces that a recipe's text may have.
  private static let pieces = [
    "0", "-1", "1e300", "9223372036854775807", "9223372036854775808", "0.5", "nan", ".inf", "null",
    "~", "[1]",
    "{a: 1}", "linear to 0 over 0", "cosine to 9 over 1", "warm-up over 9 then constant", "adam",
    "sgd", "wasserstein", "hinge", "true",
    "\n", "\u{0}", "é", "&a", "*a", "!!float 1", "dcgan", "dcgan-cifar10", "mlp-mnist", "uniform",
    "frechet",
  ]

  /// The arrays with all edits done, and bytes of the file to be changed after it is written.
  mutating func applied(
    to arrays: NamedArrays
  ) -> (arrays: NamedArrays, flips: [(place: Int, value: UInt8)]) {
    var arrays = arrays
    var flips: [(place: Int, value: UInt8)] = []
    for _ in 0..<16 where !rest.isEmpty && !arrays.names.isEmpty {
      let operation = byte() % 10
      let name = arrays.names[Int(byte()) % arrays.names.count]
      guard let array = arrays[name] else { continue }
      switch operation {
      case 0, 1: arrays[name] = withElement(of: array)
      case 2: arrays[name] = reshaped(array)
      case 3: arrays[name] = retyped(array)
      case 4: arrays[name] = nil
      case 5:
        let other = arrays.names[Int(byte()) % arrays.names.count]
        arrays[name] = arrays[other]
      case 6: arrays[name + "x"] = array
      case 7, 8: arrays[name] = withText(of: array)
      default: flips.append((number(), byte()))
      }
    }
    return (arrays, flips)
  }

  /// One element is another number.
  private mutating func withElement(of array: NumpyArray) -> NumpyArray {
    let (place, choice) = (number(), Int(byte()))
    let integer =
      choice < 128
      ? Self.integers[choice % Self.integers.count]
      : (0..<8).reduce(0) { sum, _ in sum << 8 | Int64(byte()) }
    let real = choice < 128 ? Self.reals[choice % Self.reals.count] : Double(integer)
    func changed<Element>(_ values: [Element], _ value: Element) -> [Element] {
      guard !values.isEmpty else { return values }
      var values = values
      values[place % values.count] = value
      return values
    }
    let elements: NumpyArray.Elements =
      switch array.elements {
      case .float32(let values): .float32(changed(values, Float(real)))
      case .float64(let values): .float64(changed(values, real))
      case .int32(let values): .int32(changed(values, Int32(truncatingIfNeeded: integer)))
      case .int64(let values): .int64(changed(values, integer))
      case .uint64(let values): .uint64(changed(values, UInt64(bitPattern: integer)))
      case .uint8(let values): .uint8(changed(values, UInt8(truncatingIfNeeded: integer)))
      }
    return NumpyArray(shape: array.shape, elements: elements)
  }

  /// Another shape, with as many elements as it needs.
  private mutating func reshaped(_ array: NumpyArray) -> NumpyArray {
    let axes = Int(byte()) % 5
    var shape = (0..<axes).map { _ in Int(byte()) % 12 }
    // The old number of elements every other time.
    if byte() % 2 == 0 { shape = [array.shape.reduce(1, *)] + shape.map { _ in 1 } }
    let count = shape.reduce(1, *)
    guard count <= 1 << 16 else { return array }
    func fitted<Element>(_ values: [Element], _ filler: Element) -> [Element] {
      (0..<count).map { $0 < values.count ? values[$0] : filler }
    }
    let elements: NumpyArray.Elements =
      switch array.elements {
      case .float32(let values): .float32(fitted(values, 0))
      case .float64(let values): .float64(fitted(values, 0))
      case .int32(let values): .int32(fitted(values, 0))
      case .int64(let values): .int64(fitted(values, 0))
      case .uint64(let values): .uint64(fitted(values, 0))
      case .uint8(let values): .uint8(fitted(values, 0))
      }
    return NumpyArray(shape: shape, elements: elements)
  }

  /// Zeros of another type.
  private mutating func retyped(_ array: NumpyArray) -> NumpyArray {
    let count = array.shape.reduce(1, *)
    let elements: NumpyArray.Elements =
      switch byte() % 6 {
      case 0: .float32(.init(repeating: 0, count: count))
      case 1: .float64(.init(repeating: 0, count: count))
      case 2: .int32(.init(repeating: 0, count: count))
      case 3: .int64(.init(repeating: 0, count: count))
      case 4: .uint64(.init(repeating: 0, count: count))
      default: .uint8(.init(repeating: 0, count: count))
      }
    return NumpyArray(shape: array.shape, elements: elements)
  }

  /// Where it is a text: a value that follows a colon is another one, or a byte is.
  private mutating func withText(of array: NumpyArray) -> NumpyArray {
    guard case .uint8(var text) = array.elements, !text.isEmpty else {
      return withElement(of: array)
    }
    let place = number()
    if byte() % 4 == 0 {
      text[place % text.count] = byte()
    } else {
      let colons = text.indices.filter { text[$0] == UInt8(ascii: ":") }
      guard !colons.isEmpty else { return array }
      let start = colons[place % colons.count] + 1
      let end =
        text[start...].firstIndex { [0x0a, 0x2c, 0x7d].contains($0) } ?? text.endIndex
      let piece = Self.pieces[Int(byte()) % Self.pieces.count]
      text.replaceSubrange(start..<end, with: Array((" " + piece).utf8))
    }
    return NumpyArray(shape: [text.count], elements: .uint8(text))
  }
}
