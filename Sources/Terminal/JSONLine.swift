internal import Foundation

extension Encodable {
  /// One line of JSON, its keys in order; what would change a terminal that shows it is escaped.
  ///
  /// - Throws: What the encoder throws, such as for numbers that are not finite.
  package var jsonLine: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      // Outside of texts JSON has nothing of the kind.
      return String(decoding: try encoder.encode(self), as: UTF8.self).unicodeScalars
        .reduce(into: "") { result, scalar in
          guard scalar.deceivesReaders else { return result.unicodeScalars.append(scalar) }
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        }
    }
  }
}
