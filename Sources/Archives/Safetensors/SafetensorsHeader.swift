internal import Foundation
import Preconditions

/// The header of a safetensors file.
struct SafetensorsHeader {
  /// What it says of one array.
  struct Entry: Equatable {
    let name: String
    let type: SafetensorsType
    let shape: [Int]
    /// The places of the elements' bytes, counted from the end of the header.
    let range: Range<Int>
  }

  /// The arrays, in the order of their elements.
  let entries: [Entry]
  /// The texts.
  let metadata: [String: String]

  /// The key under which the texts are.
  private static let metadataKey = "__metadata__"

  /// The header of a file.
  init(describing content: Safetensors.Content) {
    var (entries, end): ([Entry], Int) = ([], 0)
    for name in content.arrays.names {
      require(name != Self.metadataKey, "Safetensors: an array named \(name)")
      guard let array = content.arrays[name] else { continue }
      let type = SafetensorsType(array.elements)
      let range = end..<end + array.elements.count * type.byteCount
      entries.append(Entry(name: name, type: type, shape: array.shape, range: range))
      end = range.upperBound
    }
    (self.entries, metadata) = (entries, content.metadata)
  }

  /// Decodes the header of the file at `path`, which has so many bytes of elements after it.
  ///
  /// - Throws: `FileProblem` if it is not one, or the elements are not, without gap, those that it names.
  init(
    decoding bytes: [UInt8],
    path: String,
    elementBytes: Int,
    limits: ReadLimits
  ) throws(FileProblem) {
    guard let file = try? JSONDecoder().decode(File.self, from: Data(bytes)) else {
      throw FileProblem(
        path,
        found: "has a header that is not a JSON object of arrays",
        expected: "a safetensors file"
      )
    }
    guard file.arrays.count <= limits.entries else {
      throw FileProblem(
        path,
        found: "names \(file.arrays.count) arrays",
        expected: "at most \(limits.entries)"
      )
    }
    var entries: [Entry] = []
    for (name, claim) in file.arrays { entries.append(try claim.entry(name, path: path)) }
    // Those without elements come before the others at their place.
    entries.sort { one, other in
      (one.range.lowerBound, one.range.upperBound, one.name)
        < (other.range.lowerBound, other.range.upperBound, other.name)
    }
    var end = 0
    for entry in entries {
      guard entry.range.lowerBound == end else {
        throw FileProblem(
          path,
          found: "has elements of '\(entry.name)' from byte \(entry.range.lowerBound)",
          expected: "from byte \(end), where those before it end"
        )
      }
      end = entry.range.upperBound
    }
    guard end == elementBytes else {
      throw FileProblem(
        path,
        found: "holds \(elementBytes) bytes of elements",
        expected: "\(end), as its header says"
      )
    }
    (self.entries, metadata) = (entries, file.metadata)
  }

  /// The header as bytes, padded so that elements begin at a multiple of 8.
  var encoded: [UInt8] {
    let claims = entries.map { entry in
      let claim = Claim(
        dtype: entry.type.rawValue,
        shape: entry.shape,
        offsets: [entry.range.lowerBound, entry.range.upperBound]
      )
      return (entry.name, claim)
    }
    let file = File(
      arrays: Dictionary(claims) { first, _ in first },
      metadata: metadata
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(file) else { fatalError("Safetensors: no header") }
    let padding = (8 - data.count % 8) % 8
    return [UInt8](data) + [UInt8](repeating: UInt8(ascii: " "), count: padding)
  }

  /// What the header says of an array, in the format's own words.
  private struct Claim: Codable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    private enum CodingKeys: String, CodingKey {
      case dtype
      case shape
      case offsets = "data_offsets"
    }

    /// The claim, checked by itself.
    func entry(_ name: String, path: String) throws(FileProblem) -> Entry {
      func problem(_ found: String, _ expected: String) -> FileProblem {
        FileProblem(path, found: "'\(name)' \(found)", expected: expected)
      }
      guard let type = SafetensorsType(rawValue: dtype) else {
        throw problem(
          "has elements of type \(dtype)",
          "one of " + SafetensorsType.allCases.map(\.rawValue).joined(separator: ", ")
        )
      }
      guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
        throw problem("has its elements at \(offsets)", "a first byte and one past the last")
      }
      guard shape.count <= 64, shape.allSatisfy({ $0 >= 0 }),
        let bytes = NumpyHeader.product(of: shape, startingWith: type.byteCount)
      else { throw problem("claims the shape \(shape)", "a shape that memory can hold") }
      guard bytes == offsets[1] - offsets[0] else {
        throw problem(
          "claims \(offsets[1] - offsets[0]) bytes of elements",
          "\(bytes) for the shape \(shape) of \(dtype)"
        )
      }
      return Entry(name: name, type: type, shape: shape, range: offsets[0]..<offsets[1])
    }
  }

  /// The JSON object: the arrays by name, and the texts among them.
  private struct File: Codable {
    var arrays: [String: Claim] = [:]
    var metadata: [String: String] = [:]

    init(arrays: [String: Claim], metadata: [String: String]) {
      (self.arrays, self.metadata) = (arrays, metadata)
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      for key in container.allKeys {
        if key.stringValue == metadataKey {
          metadata = try container.decode([String: String].self, forKey: key)
        } else {
          arrays[key.stringValue] = try container.decode(Claim.self, forKey: key)
        }
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Name.self)
      if !metadata.isEmpty { try container.encode(metadata, forKey: Name(metadataKey)) }
      for (name, claim) in arrays { try container.encode(claim, forKey: Name(name)) }
    }
  }

  /// Any name as a key.
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }
}
