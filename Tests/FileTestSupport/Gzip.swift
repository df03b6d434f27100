/// Bytes in gzip's format, in stored blocks: nothing gets smaller.
///
/// Source: RFC 1951, section 3.2.4; RFC 1952.
public func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var result: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
  var start = 0
  repeat {
    let end = min(start + 0xffff, bytes.count)
    let length = UInt16(end - start)
    result += [end == bytes.count ? 1 : 0]
    result += length.littleEndianBytes + (~length).littleEndianBytes + bytes[start..<end]
    start = end
  } while start < bytes.count
  return result + crc32(bytes).littleEndianBytes + UInt32(bytes.count).littleEndianBytes
}
