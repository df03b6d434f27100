extension NumpyArray {
  /// Reads the `.npy` data of the reader's current entry; `label` names it in messages: "entry 'a'".
  ///
  /// The header's claims are checked against the reader's limits before memory is allocated.
  init(reading reader: inout ArchiveReader, label: String) throws(FileProblem) {
    let header = try Self.header(&reader, label: label)
    try reader.check(claimedBytes: header.claimedBytes(reader.path, label: label))
    let elements = try Self.elements(&reader, header, label: label)
    var surplus: [UInt8] = []
    try reader.append(upTo: 1, to: &surplus)
    guard surplus.isEmpty else {
      throw FileProblem(
        reader.path,
        found: "\(label) holds more bytes of elements than its header says",
        expected: "as many as the shape \(header.shape) holds"
      )
    }
    self.init(shape: header.shape, elements: elements)
  }

  /// The bytes of elements that the current entry claims; only its header is read.
  static func claimedBytes(
    _ reader: inout ArchiveReader,
    label: String
  ) throws(FileProblem) -> Int {
    try header(&reader, label: label).claimedBytes(reader.path, label: label)
  }

  private static func header(
    _ reader: inout ArchiveReader,
    label: String
  ) throws(FileProblem) -> NumpyHeader {
    let expected = "an array in NumPy's .npy format"
    var start: [UInt8] = []
    try reader.append(upTo: NumpyHeader.magic.count + 2, to: &start)
    guard start.count == NumpyHeader.magic.count + 2, start.starts(with: NumpyHeader.magic) else {
      throw FileProblem(
        reader.path,
        found: "\(label) does not start like one",
        expected: expected
      )
    }
    guard let width = NumpyHeader.lengthWidth(major: start[6], minor: start[7]) else {
      throw FileProblem(
        reader.path,
        found: "\(label) is of format version \(start[6]).\(start[7])",
        expected: "version 1.0, 2.0 or 3.0 of NumPy's .npy format"
      )
    }
    var lengthBytes: [UInt8] = []
    try reader.append(upTo: width, to: &lengthBytes)
    let length = lengthBytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard lengthBytes.count == width, length <= NumpyHeader.longestText else {
      throw FileProblem(
        reader.path,
        found: "\(label) has a header of \(length) bytes",
        expected: "at most \(NumpyHeader.longestText)"
      )
    }
    var text: [UInt8] = []
    try reader.append(upTo: length, to: &text)
    guard text.count == length, text.last == UInt8(ascii: "\n") else {
      throw FileProblem(reader.path, found: "\(label) ends inside its header", expected: expected)
    }
    var parser = NumpyHeaderParser(String(decoding: text, as: UTF8.self))
    do {
      return try parser.parse()
    } catch {
      throw FileProblem(
        reader.path,
        found: "\(label) holds \(error.reason)",
        expected: "float32, float64, int32, int64, uint64 or uint8 in NumPy's .npy format"
      )
    }
  }

  private static func elements(
    _ reader: inout ArchiveReader,
    _ header: NumpyHeader,
    label: String
  ) throws(FileProblem) -> Elements {
    switch header.type {
    case .float32: .float32(try values(&reader, header, label: label))
    case .float64: .float64(try values(&reader, header, label: label))
    case .int32: .int32(try values(&reader, header, label: label))
    case .int64: .int64(try values(&reader, header, label: label))
    case .uint64: .uint64(try values(&reader, header, label: label))
    case .uint8: .uint8(try values(&reader, header, label: label))
    }
  }

  /// Reads the elements directly into place.
  private static func values<Element: BitwiseCopyable>(
    _ reader: inout ArchiveReader,
    _ header: NumpyHeader,
    label: String
  ) throws(FileProblem) -> [Element] {
    let (count, stride) = (header.shape.reduce(1, *), MemoryLayout<Element>.stride)
    var received = 0
    var failure: FileProblem?
    let values = [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(FileProblem) {
        let bytes = UnsafeMutableRawBufferPointer(
          start: buffer.baseAddress,
          count: count * stride
        )
        received = try reader.read(into: bytes)
        filled = received / stride
      } catch { failure = error }
    }
    if let failure { throw failure }
    guard received == count * stride else {
      throw FileProblem(
        reader.path,
        found: "\(label) holds \(received) bytes of elements",
        expected: "\(count * stride) for the shape \(header.shape)"
      )
    }
    return header.isFortranOrder ? inCOrder(values, shape: header.shape) : values
  }

  /// Converts values from Fortran order (first axis fastest) to C order (last axis fastest).
  private static func inCOrder<Element>(_ values: [Element], shape: [Int]) -> [Element] {
    guard shape.count > 1, !values.isEmpty else { return values }
    var strides: [Int] = []
    var stride = 1
    for length in shape {
      strides.append(stride)
      stride *= length
    }
    var index = [Int](repeating: 0, count: shape.count)
    var offset = 0
    return (0..<values.count).map { _ in
      let value = values[offset]
      for axis in shape.indices.reversed() {
        index[axis] += 1
        offset += strides[axis]
        if index[axis] < shape[axis] { break }
        offset -= strides[axis] * shape[axis]
        index[axis] = 0
      }
      return value
    }
  }
}
