import Testing

/// An ONNX file as far as tests look into it, read by the format's field numbers.
struct ONNXFile {
  struct Node {
    var type = ""
    var inputs: [String] = []
    var outputs: [String] = []
  }

  struct Value: Equatable {
    var name = ""
    /// The lengths of its axes, or their names.
    var axes: [String] = []
  }

  var nodes: [Node] = []
  var inputs: [Value] = []
  var outputs: [Value] = []
  /// The shapes of the numbers in the file, by name.
  var tensors: [String: [Int]] = [:]
  var metadata: [String: String] = [:]

  init(_ bytes: [UInt8]) throws {
    let model = try Message(bytes)
    #expect(model.integers(1) == [8])
    #expect(try model.messages(8).map { $0.integers(2) } == [[17]])
    for entry in try model.messages(14) { metadata[entry.text(1)] = entry.text(2) }
    let graph = try #require(try model.messages(7).first)
    for message in try graph.messages(1) {
      nodes.append(
        Node(type: message.text(4), inputs: message.texts(1), outputs: message.texts(2))
      )
    }
    for message in try graph.messages(5) {
      tensors[message.text(8)] = message.integers(1)
      let count = message.integers(1).reduce(1, *)
      let width = [1: 4, 7: 8][message.integers(2)[0]] ?? 0
      #expect(message.bytes(9).first?.count == count * width)
    }
    inputs = try graph.messages(11).map(Self.value)
    outputs = try graph.messages(12).map(Self.value)
  }

  private static func value(_ message: Message) throws -> Value {
    let type = try #require(try message.messages(2).first?.messages(1).first)
    let axes = try #require(try type.messages(2).first?.messages(1))
    return Value(
      name: message.text(1),
      axes: axes.map { $0.texts(2).first ?? "\($0.integers(1).first ?? -1)" }
    )
  }

  /// How many nodes there are of a type.
  func count(of type: String) -> Int { nodes.count { $0.type == type } }
}

/// A message of Protocol Buffers: the fields in order.
private struct Message {
  enum Field {
    case integer(Int)
    case bytes([UInt8])
  }

  private var fields: [(number: Int, field: Field)] = []

  init(_ bytes: [UInt8]) throws {
    var place = 0
    func variable() throws -> UInt64 {
      var (value, shift): (UInt64, UInt64) = (0, 0)
      while true {
        try #require(place < bytes.count && shift < 64)
        value |= UInt64(bytes[place] & 0x7f) << shift
        place += 1
        if bytes[place - 1] < 0x80 { return value }
        shift += 7
      }
    }
    while place < bytes.count {
      let key = try variable()
      let number = Int(key >> 3)
      switch key & 7 {
      case 0: fields.append((number, .integer(Int(bitPattern: UInt(try variable())))))
      case 2, 5:
        let count = key & 7 == 5 ? 4 : Int(try variable())
        try #require(place + count <= bytes.count)
        fields.append((number, .bytes(Array(bytes[place..<place + count]))))
        place += count
      default: Issue.record("wire type \(key & 7)")
      }
    }
  }

  func bytes(_ number: Int) -> [[UInt8]] {
    fields.compactMap {
      if $0.number == number, case .bytes(let bytes) = $0.field { bytes } else { nil }
    }
  }

  func integers(_ number: Int) -> [Int] {
    fields.compactMap {
      if $0.number == number, case .integer(let value) = $0.field { value } else { nil }
    }
  }

  func texts(_ number: Int) -> [String] {
    bytes(number).map { String(decoding: $0, as: UTF8.self) }
  }

  func text(_ number: Int) -> String { texts(number).first ?? "" }

  func messages(_ number: Int) throws -> [Message] { try bytes(number).map { try Message($0) } }
}
