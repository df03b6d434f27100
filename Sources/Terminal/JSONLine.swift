internal import Foundation

extension Encodable {
  /// One line of JSON, its keys in order.
  ///
  /// - Throws: Errors of the encoder, such as for numbers that are not finite.
  package var jsonLine: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
