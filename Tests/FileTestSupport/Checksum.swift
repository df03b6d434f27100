/// CRC-32 as zip, gzip and PNG use it.
///
/// Source: ISO 3309; RFC 1952, section 8.
public func crc32(_ bytes: [UInt8]) -> UInt32 {
  var crc: UInt32 = 0xffff_ffff
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? 0xedb8_8320 ^ (crc >> 1) : crc >> 1 }
  }
  return ~crc
}

extension FixedWidthInteger {
  /// The bytes from least to most significant.
  public var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian, Array.init) }
  /// The bytes from most to least significant.
  public var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian, Array.init) }
}
