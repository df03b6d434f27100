internal import TensorCore

extension MemorySums {
  /// Adds up numbers one by one, in the order of sources, of which the destination may be one.
  static func addUp(
    _ sources: [UnsafeMutablePointer<Float>],
    into destination: UnsafeMutablePointer<Float>,
    _ range: Range<Int>
  ) {
    nonisolated(unsafe) let (sources, destination) = (sources, destination)
    let start = range.lowerBound
    ThreadPool.forEach(range.count, grain: 16 << 10) { part in
      let first = start + part.lowerBound
      TensorCore.addUp(sources, from: first, part.count, into: destination + first)
    }
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
