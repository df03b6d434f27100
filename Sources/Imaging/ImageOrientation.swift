/// The orientation of stored pixels by Exif.
///
/// Source: CIPA DC-008 (Exif 2.32), section 4.6.4, tag 0x0112.
public enum ImageOrientation: Int, CaseIterable, Sendable {
  /// Upright.
  case upright = 1
  /// Mirrored horizontally.
  case mirrored = 2
  /// Rotated by 180°.
  case upsideDown = 3
  /// Mirrored vertically.
  case flipped = 4
  /// Transposed along the main diagonal.
  case transposed = 5
  /// Rotated by 90° clockwise.
  case turnedRight = 6
  /// Transposed along the other diagonal.
  case transverse = 7
  /// Rotated by 90° counter-clockwise.
  case turnedLeft = 8

  /// Whether height and width are exchanged.
  var exchangesSides: Bool { rawValue >= 5 }

  /// The orientation in the Exif data `bytes`, a TIFF file without images; upright if it cannot be
  /// understood.
  ///
  /// Only this tag of the first directory is read, and no offset is trusted.
  package init(exif bytes: some RandomAccessCollection<UInt8>) {
    self = TIFFDirectory(bytes)?.short(0x0112).flatMap { Self(rawValue: Int($0)) } ?? .upright
  }
}

/// The first directory of a TIFF file.
///
/// Source: Adobe, "TIFF Revision 6.0", section 2.
private struct TIFFDirectory {
  private let bytes: [UInt8]
  private let isLittleEndian: Bool
  private var start = 0

  init?(_ bytes: some RandomAccessCollection<UInt8>) {
    self.bytes = Array(bytes)
    switch Array(bytes.prefix(4)) {
    case [0x49, 0x49, 42, 0]: isLittleEndian = true
    case [0x4d, 0x4d, 0, 42]: isLittleEndian = false
    default: return nil
    }
    guard let offset = number(at: 4, bytes: 4) else { return nil }
    start = Int(offset)
  }

  /// The value of a tag with one 16-bit number.
  func short(_ tag: UInt32) -> UInt32? {
    guard let count = number(at: start, bytes: 2) else { return nil }
    for entry in 0..<Int(count) {
      let place = start + 2 + 12 * entry
      guard let found = number(at: place, bytes: 2) else { return nil }
      guard found == tag else { continue }
      let isOneShort = number(at: place + 2, bytes: 2) == 3 && number(at: place + 4, bytes: 4) == 1
      return isOneShort ? number(at: place + 8, bytes: 2) : nil
    }
    return nil
  }

  /// The number of `count` bytes at an offset, or `nil` beyond the end.
  private func number(at place: Int, bytes count: Int) -> UInt32? {
    guard place >= 0, place <= bytes.count - count else { return nil }
    let digits = bytes[place..<place + count]
    let number = { (sum: UInt32, digit: UInt8) in sum << 8 | UInt32(digit) }
    return isLittleEndian ? digits.reversed().reduce(0, number) : digits.reduce(0, number)
  }
}
