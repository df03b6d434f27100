import Archives
import FileTestSupport
import Testing

@Suite struct RecordTests {
  /// The examples of RFC 3720, appendix B.4, and the usual one of check values.
  @Test func checksumIsTheStandards() {
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum(0..<32) == 0x46DD_794E)
    #expect(CRC32C.checksum((0..<32).reversed()) == 0x113F_DB5C)
    #expect(CRC32C.checksum("123456789".utf8) == 0xE306_9283)
    #expect(CRC32C.checksum([]) == 0)
  }

  /// The first record of a file that TensorBoard 2.21 wrote.
  @Test func frameIsTensorBoards() {
    let record: [UInt8] =
      [9, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0x1A, 0x0D] + Array("brain.Event:2".utf8)
    #expect(Event(time: 1, step: 0, .version).record == record)
    let framed = RecordFraming.framed(record)
    #expect(framed.count == record.count + 16)
    #expect(framed[..<8] == [24, 0, 0, 0, 0, 0, 0, 0])
    #expect(framed[8..<12] == [0xA3, 0x7F, 0x4B, 0x22])
  }

  /// The records of a file of these bytes, and whether the rest is none.
  private func read(_ bytes: [UInt8]) throws -> (records: [[UInt8]], isDamaged: Bool) {
    let folder = try TemporaryFolder()
    var reader = try RecordReader(folder.write(bytes, as: "events"))
    var records: [[UInt8]] = []
    while let record = try reader.next() { records.append(record) }
    return (records, reader.isDamaged)
  }

  private static let records: [[UInt8]] = [[1], [], Array(0..<200)]
  private static let file = records.flatMap(RecordFraming.framed)

  @Test func recordsComeBack() throws {
    let (records, isDamaged) = try read(Self.file)
    #expect(records == Self.records && !isDamaged)
    #expect(try read([]).records.isEmpty)
  }

  /// A file that ends anywhere has the records before.
  @Test func cutFilesHaveWholeRecords() throws {
    let ends = [0, 17, 33, Self.file.count]
    for count in 0...Self.file.count {
      let (records, isDamaged) = try read(Array(Self.file[..<count]))
      #expect(records == Array(Self.records[..<(ends.lastIndex { $0 <= count } ?? 0)]))
      #expect(isDamaged == !ends.contains(count))
    }
  }

  /// Whatever is damaged, what comes before is read, and nothing else.
  @Test func damagedFilesHaveTheRecordsBefore() throws {
    for bytes in Mutations(of: Self.file, count: 400) {
      let (records, _) = try read(bytes)
      #expect(records.enumerated().allSatisfy { Self.records.contains($0.element) })
    }
  }

  /// A length that its check agrees with is no reason to take so much memory.
  @Test func hugeLengthsAreDamage() throws {
    for length: UInt64 in [300, 1 << 40, .max] {
      let head = length.littleEndianBytes
      let check = CRC32C.checksum(head)
      let masked = (check >> 15 | check << 17) &+ 0xA282_EAD8
      let (records, isDamaged) = try read(head + masked.littleEndianBytes + [1, 2, 3])
      #expect(records.isEmpty && isDamaged)
    }
  }

  @Test func appendedFilesGrow() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([1], as: "file")
    let file = try AppendedFile(path)
    try file.append([2, 3])
    try file.sync()
    try file.append([])
    try file.append([4])
    #expect(try InputFile.read(path, limit: 10) == [1, 2, 3, 4])
    #expect(problem { _ = try AppendedFile(folder("none")) }?.path == folder("none"))
  }
}
