internal import Foundation

extension NumpyArray {
  /// Encodes a value as JSON bytes with ordered keys, as notes and settings are stored among arrays.
  ///
  /// - Throws: Errors of the encoder.
  package init(encoding value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let bytes = [UInt8](try encoder.encode(value))
    self.init(shape: [bytes.count], elements: .uint8(bytes))
  }

  /// The value in an array made by `init(encoding:)`; `nil` if it is not such an array, or exceeds 1 MiB.
  package func decoded<Value: Decodable>(as type: Value.Type) -> Value? {
    guard case .uint8(let bytes) = elements, bytes.count <= 1 << 20 else { return nil }
    return try? JSONDecoder().decode(type, from: Data(bytes))
  }
}
