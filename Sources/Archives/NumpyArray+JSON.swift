internal import Foundation

extension NumpyArray {
  /// A value as JSON, its keys in order, as bytes: the way notes and settings are kept among arrays.
  ///
  /// - Throws: What the encoder throws.
  package init(encoding value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let bytes = [UInt8](try encoder.encode(value))
    self.init(shape: [bytes.count], elements: .uint8(bytes))
  }

  /// The value in an array that `init(encoding:)` made; `nil` where it is no such array, or longer than 1 MiB.
  package func decoded<Value: Decodable>(as type: Value.Type) -> Value? {
    guard case .uint8(let bytes) = elements, bytes.count <= 1 << 20 else { return nil }
    return try? JSONDecoder().decode(type, from: Data(bytes))
  }
}
