/// The header of an `.npy` file.
///
/// Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
struct NumpyHeader: Equatable {
  let type: NumpyElementType
  let isFortranOrder: Bool
  let shape: [Int]

  /// The first bytes of every file.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// NumPy's own limit of the header's text.
  static let longestText = 10_000

  /// The bytes of the elements, or `nil` if they exceed addressable memory.
  var elementBytes: Int? { Self.product(of: shape, startingWith: type.byteCount) }

  /// The product of a first factor and the lengths of a shape, or `nil` if it exceeds addressable memory.
  static func product(of shape: [Int], startingWith first: Int) -> Int? {
    var product = first
    for length in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: length)
      if overflow { return nil }
      product = next
    }
    return product
  }

  /// The bytes of the elements; `label` names the entry of the file at `path`.
  ///
  /// - Throws: `FileProblem` if they exceed addressable memory.
  func claimedBytes(_ path: String, label: String) throws(FileProblem) -> Int {
    guard let elementBytes else {
      throw FileProblem(
        path,
        found: "\(label) claims the shape \(shape)",
        expected: "a shape that memory can hold"
      )
    }
    return elementBytes
  }

  /// The header as NumPy writes it: version 1.0, padded with spaces to a multiple of 64 bytes, with room for
  /// the first axis to grow.
  var encoded: [UInt8] {
    let order = isFortranOrder ? "True" : "False"
    let lengths = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '\(type.rawValue)', 'fortran_order': \(order), 'shape': (\(lengths)), }"
    if let first = isFortranOrder ? shape.last : shape.first {
      text += String(repeating: " ", count: max(0, 21 - String(first).count))
    }
    let prefix = Self.magic.count + 4
    let padding = (64 - (prefix + text.utf8.count + 1) % 64) % 64
    text += String(repeating: " ", count: padding) + "\n"
    let count = UInt16(text.utf8.count)
    return Self.magic + [1, 0, UInt8(count & 0xff), UInt8(count >> 8)] + Array(text.utf8)
  }

  /// The width in bytes of the length field of a format version, or `nil` for an unknown one.
  static func lengthWidth(major: UInt8, minor: UInt8) -> Int? {
    switch (major, minor) {
    case (1, 0): 2
    case (2, 0), (3, 0): 4
    default: nil
    }
  }
}
