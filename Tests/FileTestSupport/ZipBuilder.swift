/// Makes zip archives byte by byte, wrong ones too.
///
/// Source: PKWARE, "APPNOTE.TXT - .ZIP File Format Specification".
public struct ZipBuilder {
  private var content: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0

  /// No entries.
  public init() {}

  /// Adds a stored entry; `claimedSize` is the size that its headers tell.
  public mutating func add(_ name: String, _ bytes: [UInt8], claimedSize: UInt32? = nil) {
    let offset = UInt32(content.count)
    let size = claimedSize ?? UInt32(bytes.count)
    var common: [UInt8] = []
    common += UInt16(0).littleEndianBytes + UInt16(0).littleEndianBytes  // flags, method
    common += UInt16(0).littleEndianBytes + UInt16(33).littleEndianBytes  // time, date
    common += crc32(bytes).littleEndianBytes + size.littleEndianBytes + size.littleEndianBytes
    common += UInt16(name.utf8.count).littleEndianBytes + UInt16(0).littleEndianBytes
    content += [0x50, 0x4b, 3, 4] + UInt16(20).littleEndianBytes + common + name.utf8 + bytes
    directory += [0x50, 0x4b, 1, 2] + UInt16(20).littleEndianBytes + UInt16(20).littleEndianBytes
    directory += common + [UInt8](repeating: 0, count: 10) + offset.littleEndianBytes + name.utf8
    count += 1
  }

  /// The archive.
  public var bytes: [UInt8] {
    let end: [UInt8] =
      [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + count.littleEndianBytes + count.littleEndianBytes
      + UInt32(directory.count).littleEndianBytes + UInt32(content.count).littleEndianBytes
      + [0, 0]
    return content + directory + end
  }
}
