internal import Adversarial
internal import Foundation

/// What the page asks the workbench for.
struct WorkOrder: Decodable, Sendable {
  /// What is to be done.
  enum Kind: String, Decodable, Sendable {
    /// Samples of a seed.
    case samples
    /// A plane, or a line, between vectors.
    case plane
    /// A vector moved along each of the principal directions.
    case directions
    /// A vector moved along several of them.
    case move
    /// An image as the generator would see it.
    case fit
    /// The vector of an image.
    case project
    /// An image with its hole filled.
    case complete
    /// Samples beside their nearest training images.
    case nearest
  }

  let kind: Kind
  /// The name of a checkpoint.
  let checkpoint: String
  var seed: UInt64?
  var count: Int?
  /// The class.
  var label: Int?
  var truncation: Float?
  /// Latent vectors: their values as float32 in base64.
  var vectors: [String]?
  /// Their classes.
  var labels: [Int]?
  var rows: Int?
  var columns: Int?
  /// How far to move along each direction.
  var moves: [Float]?
  /// The number of an image that was sent.
  var image: Int?
  /// What the user calls it.
  var imageName: String?
  /// The number of a mask that was sent.
  var mask: Int?
  var steps: Int?
  var restarts: Int?

  /// A number that must be in a range, or its usual value where it is not given.
  ///
  /// - Throws: `Refusal` if it is out of range.
  func number(
    _ name: String,
    _ value: Int?,
    in range: ClosedRange<Int>,
    usually usual: Int
  ) throws(Refusal) -> Int {
    let value = value ?? usual
    guard range.contains(value) else {
      throw .badRequest(
        "\(name) is \(value); expected a number from \(range.lowerBound) to \(range.upperBound)"
      )
    }
    return value
  }

  /// The vectors, each of a length.
  ///
  /// - Throws: `Refusal` if there is none, there are too many, or one is not of finite numbers.
  func decodedVectors(of size: Int, atMost most: Int) throws(Refusal) -> [[Float]] {
    let texts = vectors ?? []
    guard (1...most).contains(texts.count) else {
      throw .badRequest("\(texts.count) vectors; expected 1 to \(most)")
    }
    var decoded: [[Float]] = []
    for text in texts {
      guard text.utf8.count <= 4 * (4 * size + 3) / 3 + 8, let data = Data(base64Encoded: text),
        data.count == 4 * size
      else { throw .badRequest("a vector is not of \(size) numbers") }
      let bytes = Array(data)
      let values = (0..<size).map { index in
        let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[4 * index + $1]) << (8 * $1) }
        return Float(bitPattern: bits)
      }
      guard values.allSatisfy({ $0.isFinite && abs($0) < 1e6 }) else {
        throw .badRequest("a vector has numbers that are not finite")
      }
      decoded.append(values)
    }
    return decoded
  }

  /// A vector as the page keeps it.
  static func text(of vector: some Collection<Float>) -> String {
    var bytes = Data(capacity: 4 * vector.count)
    for value in vector {
      let bits = value.bitPattern
      for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
    return bytes.base64EncodedString()
  }
}
