internal import TensorCore

/// Writes instructions of StableHLO, each on a line.
struct Writer {
  /// The type of an element.
  enum Element: String {
    case float = "f32"
    case bit = "i1"
    case index = "i32"
    case word = "ui32"
    case counter = "ui64"

    /// The type for a kind of Forger's values.
    static func of(_ kind: ElementKind) -> Element {
      switch kind {
      case .number: .float
      case .bit: .bit
      case .index: .index
      }
    }
  }

  /// A value with its name.
  struct Value {
    let name: String
    let shape: [Int]
    let element: Element

    init(_ name: String, _ shape: [Int], _ element: Element) {
      (self.name, self.shape, self.element) = (name, shape, element)
    }

    /// The type: "tensor<2x3xf32>".
    var type: String { "tensor<\(shape.map { "\($0)x" }.joined())\(element.rawValue)>" }

    /// The number of elements.
    var count: Int { shape.reduce(1, *) }
  }

  /// A number of an operation.
  enum Number {
    /// Part of the program.
    case constant(Float)
    /// A scalar that is computed or an argument.
    case value(Value)
  }

  private(set) var lines: [String] = []
  let precision: Program.Precision

  init(_ precision: Program.Precision) { self.precision = precision }

  /// Adds an instruction, whose type follows.
  mutating func add(
    _ instruction: String,
    _ type: String,
    _ shape: [Int],
    _ element: Element
  ) -> Value {
    let value = Value("%\(lines.count)", shape, element)
    lines.append("  \(value.name) = \(instruction) : \(type)")
    return value
  }

  /// An instruction of one operand and a result of any type.
  mutating func convert(
    _ name: String,
    _ x: Value,
    _ attributes: String = "",
    to shape: [Int],
    _ element: Element
  ) -> Value {
    let result = Value("", shape, element)
    return add(
      "stablehlo.\(name) \(x.name)\(attributes)",
      "(\(x.type)) -> \(result.type)",
      shape,
      element
    )
  }

  /// An instruction whose operands and result are of one type.
  mutating func map(_ name: String, _ operands: Value...) -> Value {
    let names = operands.map(\.name).joined(separator: ", ")
    let first = operands[0]
    return add("stablehlo.\(name) \(names)", first.type, first.shape, first.element)
  }

  /// 1 where two values of one type compare, as in "LT".
  mutating func compare(_ direction: String, _ a: Value, _ b: Value) -> Value {
    let kind =
      switch a.element {
      case .float: "FLOAT"
      case .index: "SIGNED"
      case .bit, .word, .counter: "UNSIGNED"
      }
    let bits = Value("", a.shape, .bit)
    return add(
      "stablehlo.compare \(direction), \(a.name), \(b.name), \(kind)",
      "(\(a.type), \(b.type)) -> \(bits.type)",
      a.shape,
      .bit
    )
  }

  /// a where the bit is set, b elsewhere.
  mutating func select(_ bits: Value, _ a: Value, _ b: Value) -> Value {
    add(
      "stablehlo.select \(bits.name), \(a.name), \(b.name)",
      "\(bits.type), \(a.type)",
      a.shape,
      a.element
    )
  }

  /// The same elements in another shape.
  mutating func reshape(_ x: Value, _ shape: [Int]) -> Value {
    x.shape == shape ? x : convert("reshape", x, to: shape, x.element)
  }

  /// The elements repeated along axes that are missing or of length 1, aligned at the last one.
  mutating func broadcast(_ x: Value, to shape: [Int]) -> Value {
    if x.shape == shape { return x }
    let first = shape.count - x.shape.count
    let axes = x.shape.indices.map { "\($0 + first)" }.joined(separator: ", ")
    return convert("broadcast_in_dim", x, ", dims = [\(axes)]", to: shape, x.element)
  }

  /// The elements between indices.
  mutating func slice(_ x: Value, _ starts: [Int], _ ends: [Int], _ steps: [Int]) -> Value {
    let ranges = starts.indices.map { "\(starts[$0]):\(ends[$0]):\(steps[$0])" }
    let shape = starts.indices.map { (ends[$0] - starts[$0] + steps[$0] - 1) / steps[$0] }
    return convert("slice", x, " [\(ranges.joined(separator: ", "))]", to: shape, x.element)
  }

  /// One element of a vector, a scalar.
  mutating func element(_ index: Int, of vector: Value) -> Value {
    reshape(slice(vector, [index], [index + 1], [1]), [])
  }

  /// The same number everywhere.
  mutating func constant(_ number: Float, _ shape: [Int] = []) -> Value {
    let bits = "0x" + padded(number.bitPattern)
    let result = Value("", shape, .float)
    return add("stablehlo.constant dense<\(bits)>", result.type, shape, .float)
  }

  /// The same whole number everywhere.
  mutating func constant(_ number: UInt64, _ shape: [Int], _ element: Element) -> Value {
    let result = Value("", shape, element)
    return add("stablehlo.constant dense<\(number)>", result.type, shape, element)
  }

  /// Numbers in a shape.
  mutating func constants(_ numbers: [Float], _ shape: [Int]) -> Value {
    if let first = numbers.first, numbers.allSatisfy({ $0.bitPattern == first.bitPattern }) {
      return constant(first, shape)
    }
    // The bytes as they are in memory, the lowest first.
    var digits: [UInt8] = []
    digits.reserveCapacity(8 * numbers.count)
    for number in numbers {
      for place in 0..<4 {
        let byte = Int(number.bitPattern >> (8 * place) & 0xFF)
        digits.append(Self.digits[byte >> 4])
        digits.append(Self.digits[byte & 15])
      }
    }
    let text = String(decoding: digits, as: UTF8.self)
    let vector = Value("", [numbers.count], .float)
    let value = add("stablehlo.constant dense<\"0x\(text)\">", vector.type, vector.shape, .float)
    return reshape(value, shape)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private func padded(_ bits: UInt32) -> String {
    let digits = String(bits, radix: 16, uppercase: true)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// A number of an operation, everywhere in a shape.
  mutating func number(_ number: Number, _ shape: [Int]) -> Value {
    switch number {
    case .constant(let value): constant(value, shape)
    case .value(let value): broadcast(value, to: shape)
    }
  }

  /// Indices along an axis.
  mutating func indices(along axis: Int, _ shape: [Int], _ element: Element) -> Value {
    add("stablehlo.iota dim = \(axis)", Value("", shape, element).type, shape, element)
  }

  /// Elements of another type, of the same or the nearest value.
  mutating func cast(_ x: Value, to element: Element) -> Value {
    x.element == element ? x : convert("convert", x, to: x.shape, element)
  }

  /// A reduction along axes, which are dropped.
  mutating func reduce(
    _ name: String,
    _ x: Value,
    _ axes: [Int],
    from start: Value
  ) -> Value {
    let shape = x.shape.indices.filter { !axes.contains($0) }.map { x.shape[$0] }
    let dropped = axes.map(String.init).joined(separator: ", ")
    let result = Value("", shape, x.element)
    return add(
      "stablehlo.reduce(\(x.name) init: \(start.name)) applies stablehlo.\(name) "
        + "across dimensions = [\(dropped)]",
      "(\(x.type), \(start.type)) -> \(result.type)",
      shape,
      x.element
    )
  }

  /// Values side by side along an axis.
  mutating func concatenate(_ values: [Value], along axis: Int) -> Value {
    var shape = values[0].shape
    shape[axis] = values.reduce(0) { $0 + $1.shape[axis] }
    let result = Value("", shape, values[0].element)
    return add(
      "stablehlo.concatenate \(values.map(\.name).joined(separator: ", ")), dim = \(axis)",
      "(\(values.map(\.type).joined(separator: ", "))) -> \(result.type)",
      shape,
      result.element
    )
  }

  /// Values with others around and between them.
  mutating func pad(
    _ x: Value,
    with filling: Value,
    before: [Int],
    after: [Int],
    between: [Int]
  ) -> Value {
    let shape = x.shape.indices.map {
      before[$0] + after[$0] + x.shape[$0] + max(x.shape[$0] - 1, 0) * between[$0]
    }
    let result = Value("", shape, x.element)
    return add(
      "stablehlo.pad \(x.name), \(filling.name), low = \(before), high = \(after), "
        + "interior = \(between)",
      "(\(x.type), \(filling.type)) -> \(result.type)",
      shape,
      x.element
    )
  }
}
