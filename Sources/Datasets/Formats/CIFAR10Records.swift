import Archives

/// CIFAR-10's records, with channels last.
struct CIFAR10Records {
  private(set) var pixels: [UInt8] = []
  private(set) var labels: [Int] = []

  /// Adds the records of one file.
  mutating func append(_ bytes: [UInt8], path: String) throws(FileProblem) {
    let recordBytes = CIFAR10.recordBytes
    guard !bytes.isEmpty, bytes.count.isMultiple(of: recordBytes) else {
      throw FileProblem(
        path,
        found: "holds \(bytes.count) bytes",
        expected: "a positive multiple of \(recordBytes), the size of a CIFAR-10 record"
      )
    }
    pixels.reserveCapacity(pixels.count + bytes.count)
    for start in stride(from: 0, to: bytes.count, by: recordBytes) {
      let label = bytes[start]
      guard label <= 9 else {
        throw FileProblem(
          path,
          found: "has the label \(label) in record \(start / recordBytes)",
          expected: "labels 0 to 9 of CIFAR-10's binary version"
        )
      }
      labels.append(Int(label))
      appendImage(bytes, from: start + 1)
    }
  }

  /// Adds the image whose planes start at `start`, converted to channels last.
  private mutating func appendImage(_ bytes: [UInt8], from start: Int) {
    let count = CIFAR10.pixelCount
    for pixel in start..<start + count {
      pixels.append(bytes[pixel])
      pixels.append(bytes[pixel + count])
      pixels.append(bytes[pixel + 2 * count])
    }
  }
}
