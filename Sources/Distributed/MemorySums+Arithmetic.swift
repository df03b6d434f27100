internal import TensorCore

extension MemorySums {
  private typealias Vector = SIMD8<Float>

  /// Adds up numbers one by one, in the order of sources, of which the destination may be one.
  static func addUp(
    _ sources: [UnsafeMutablePointer<Float>],
    into destination: UnsafeMutablePointer<Float>,
    _ range: Range<Int>
  ) {
    nonisolated(unsafe) let (sources, destination) = (sources, destination)
    let start = range.lowerBound
    ThreadPool.forEach(range.count, grain: 16 << 10) { part in
      let (first, end) = (start + part.lowerBound, start + part.upperBound)
      let wholeEnd = first + part.count / Vector.scalarCount * Vector.scalarCount
      for index in stride(from: first, to: wholeEnd, by: Vector.scalarCount) {
        var sum = vector(sources[0] + index)
        for source in sources.dropFirst() { sum += vector(source + index) }
        UnsafeMutableRawPointer(destination + index).storeBytes(of: sum, as: Vector.self)
      }
      for index in wholeEnd..<end {
        destination[index] = sources.dropFirst().reduce(sources[0][index]) { $0 + $1[index] }
      }
    }
  }

  private static func vector(_ numbers: UnsafeMutablePointer<Float>) -> Vector {
    UnsafeRawPointer(numbers).loadUnaligned(as: Vector.self)
  }

  /// Copies some numbers to the same places elsewhere.
  static func copy(
    _ source: UnsafeMutablePointer<Float>,
    to destination: UnsafeMutablePointer<Float>,
    _ range: Range<Int>
  ) {
    nonisolated(unsafe) let (source, destination) = (source, destination)
    let start = range.lowerBound
    ThreadPool.forEach(range.count, grain: 16 << 10) { part in
      let first = start + part.lowerBound
      (destination + first).update(from: source + first, count: part.count)
    }
  }
}
