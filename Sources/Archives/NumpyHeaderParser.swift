/// Parses the Python dictionary in an `.npy` header: exactly three keys with exactly their types.
struct NumpyHeaderParser {
  /// The reason for refusing a header, as a clause.
  struct Refusal: Error { let reason: String }

  private var rest: Substring.UTF8View

  /// A parser of the header's text.
  init(_ text: String) { rest = text[...].utf8 }

  /// Parses the header.
  mutating func parse() throws(Refusal) -> NumpyHeader {
    var description: String?
    var isFortranOrder: Bool?
    var shape: [Int]?
    try expect("{")
    while !skip("}") {
      let key = try quoted()
      try expect(":")
      switch key {
      case "descr" where description == nil: description = try typeDescription()
      case "fortran_order" where isFortranOrder == nil: isFortranOrder = try boolean()
      case "shape" where shape == nil: shape = try tuple()
      default: throw Refusal(reason: "a header with an unknown or repeated key '\(key)'")
      }
      if !skip(",") {
        try expect("}")
        break
      }
    }
    skipSpaces()
    guard rest.isEmpty else { throw Refusal(reason: "a header with text after its dictionary") }
    guard let description, let isFortranOrder, let shape else {
      throw Refusal(reason: "a header that lacks one of its three keys")
    }
    guard let type = NumpyElementType(rawValue: description) else {
      throw Refusal(reason: NumpyElementType.refusal(of: description))
    }
    return NumpyHeader(type: type, isFortranOrder: isFortranOrder, shape: shape)
  }

  /// The type string; a list of fields would be a record type.
  private mutating func typeDescription() throws(Refusal) -> String {
    guard !skip("[") else { throw Refusal(reason: "records of named fields") }
    return try quoted()
  }

  private mutating func boolean() throws(Refusal) -> Bool {
    if skip("True") { return true }
    if skip("False") { return false }
    throw Refusal(reason: "a header whose 'fortran_order' is neither True nor False")
  }

  /// `()`, `(3,)`, `(3, 4)`, `(3, 4,)`.
  private mutating func tuple() throws(Refusal) -> [Int] {
    try expect("(")
    var lengths: [Int] = []
    var hasComma = true
    while !skip(")") {
      guard hasComma, lengths.count < 64 else { throw Refusal(reason: "a header with a bad shape") }
      lengths.append(try length())
      hasComma = skip(",")
    }
    guard lengths.count != 1 || hasComma else {
      throw Refusal(reason: "a header whose 'shape' is not a tuple")
    }
    return lengths
  }

  private mutating func length() throws(Refusal) -> Int {
    skipSpaces()
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard let value = Int(Substring(digits)), value >= 0 else {
      throw Refusal(reason: "a header whose 'shape' holds something other than lengths")
    }
    rest = rest.dropFirst(digits.count)
    return value
  }

  private mutating func quoted() throws(Refusal) -> String {
    skipSpaces()
    guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      throw Refusal(reason: "a header that is not a dictionary of quoted keys")
    }
    let content = rest.dropFirst().prefix { $0 != quote }
    rest = rest.dropFirst(content.count + 1)
    guard rest.first == quote, content.count <= 64 else {
      throw Refusal(reason: "a header with an endless string")
    }
    rest = rest.dropFirst()
    return String(Substring(content))
  }

  private mutating func expect(_ token: String) throws(Refusal) {
    guard skip(token) else { throw Refusal(reason: "a header without the '\(token)' it needs") }
  }

  /// Skips `token`, and spaces before it, if it comes next.
  private mutating func skip(_ token: String) -> Bool {
    skipSpaces()
    guard rest.starts(with: token.utf8) else { return false }
    rest = rest.dropFirst(token.utf8.count)
    return true
  }

  private mutating func skipSpaces() {
    rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
  }
}
