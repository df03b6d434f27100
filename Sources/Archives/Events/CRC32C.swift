/// The cyclic redundancy check CRC-32C, by which damage to a record is noticed.
///
/// Source: Castagnoli, Bräuer and Herrmann 1993, "Optimization of Cyclic Redundancy-Check Codes with 24 and 32
/// Parity Bits"; the reflected polynomial is 0x82F63B78, as in RFC 3720, appendix B.4.
package enum CRC32C {
  /// The remainders of all bytes, eight bits each.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { remainder, _ in
      remainder & 1 == 1 ? 0x82F6_3B78 ^ remainder >> 1 : remainder >> 1
    }
  }

  /// The check of some bytes: 0xE3069283 for "123456789".
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      ~bytes.reduce(~UInt32(0)) { remainder, byte in
        table[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)] ^ remainder >> 8
      }
    }
  }

  /// The check as records hold it: rotated and shifted, since the check of bytes that hold their own check is
  /// a constant.
  ///
  /// Source: TensorFlow's `crc32c::Mask`.
  static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let check = checksum(bytes)
    return (check >> 15 | check << 17) &+ 0xA282_EAD8
  }
}
