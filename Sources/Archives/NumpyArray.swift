internal import Foundation
import Preconditions

/// An array as NumPy's `.npy` files hold it: a shape and elements of one type, in C order.
public struct NumpyArray: Equatable, Sendable {
  /// The elements, in C (row-major) order.
  public enum Elements: Equatable, Sendable {
    /// NumPy's `float32`.
    case float32([Float])
    /// NumPy's `float64`.
    case float64([Double])
    /// NumPy's `int32`.
    case int32([Int32])
    /// NumPy's `int64`.
    case int64([Int64])
    /// NumPy's `uint64`.
    case uint64([UInt64])
    /// NumPy's `uint8`.
    case uint8([UInt8])

    /// The number of elements.
    public var count: Int {
      switch self {
      case .float32(let values): values.count
      case .float64(let values): values.count
      case .int32(let values): values.count
      case .int64(let values): values.count
      case .uint64(let values): values.count
      case .uint8(let values): values.count
      }
    }
  }

  /// The length of each axis; empty for a scalar.
  public let shape: [Int]

  /// The elements, as many as the product of `shape`.
  public let elements: Elements

  /// An array of a shape.
  ///
  /// - Precondition: `elements` holds as many values as the product of `shape`.
  public init(shape: [Int], elements: Elements) {
    require(
      shape.reduce(1, *) == elements.count,
      "NumpyArray: shape \(shape) does not hold \(elements.count) elements"
    )
    self.shape = shape
    self.elements = elements
  }
}

extension NumpyArray {
  /// Type and shape in a few words: "float32 of shape [3, 4]".
  public var summary: String {
    let type =
      switch elements {
      case .float32: "float32"
      case .float64: "float64"
      case .int32: "int32"
      case .int64: "int64"
      case .uint64: "uint64"
      case .uint8: "uint8"
      }
    return "\(type) of shape \(shape)"
  }
}

extension NumpyArray {
  /// The header that stands before the elements.
  var header: NumpyHeader {
    NumpyHeader(type: NumpyElementType(elements), isFortranOrder: false, shape: shape)
  }

  /// The elements' bytes, little-endian as every machine that Forger runs on.
  func withElementBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch elements {
    case .float32(let values): values.withUnsafeBytes(body)
    case .float64(let values): values.withUnsafeBytes(body)
    case .int32(let values): values.withUnsafeBytes(body)
    case .int64(let values): values.withUnsafeBytes(body)
    case .uint64(let values): values.withUnsafeBytes(body)
    case .uint8(let values): values.withUnsafeBytes(body)
    }
  }
}

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
