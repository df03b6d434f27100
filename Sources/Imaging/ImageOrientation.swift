/// How a camera was held: what has to be done to stored pixels before people look at them.
///
/// Source: CIPA DC-008 (Exif 2.32), section 4.6.4, tag 0x0112.
public enum ImageOrientation: Int, CaseIterable, Sendable {
  /// Nothing.
  case upright = 1
  /// Mirrored, left for right.
  case mirrored = 2
  /// Turned by half.
  case upsideDown = 3
  /// Mirrored, top for bottom.
  case flipped = 4
  /// Rows become columns.
  case transposed = 5
  /// Turned by a quarter, clockwise.
  case turnedRight = 6
  /// Rows become columns, both from their ends.
  case transverse = 7
  /// Turned by a quarter, counter-clockwise.
  case turnedLeft = 8

  /// Whether height and width change places.
  var exchangesSides: Bool { rawValue >= 5 }

  /// What the Exif data `bytes`, a TIFF file without images, say; upright where they say nothing that
  /// can be understood.
  ///
  /// Only the one tag of the first directory is looked for, and no offset is believed.
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

  /// The value of a tag that holds one number of 16 bits.
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

  /// The number of so many bytes at `place`, or `nil` beyond the end.
  private func number(at place: Int, bytes count: Int) -> UInt32? {
    guard place >= 0, place <= bytes.count - count else { return nil }
    let digits = bytes[place..<place + count]
    let number = { (sum: UInt32, digit: UInt8) in sum << 8 | UInt32(digit) }
    return isLittleEndian ? digits.reversed().reduce(0, number) : digits.reduce(0, number)
  }
}
