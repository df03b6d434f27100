/// The seam between operators and what computes them.
///
/// Operators know shapes, formulas and the tape; kernels know memory, threads and oneDNN. Operators
/// reach memory only through functions of this namespace, all of which take and return `Storage`
/// and sizes. Another engine would stand behind the same functions.
enum Kernels {
  /// The least number of vectors of 8 worth a second thread: about 10 µs of memory traffic.
  static let vectorGrain = 4096

  /// The same values in memory of their own.
  static func copy(_ source: Storage) -> Storage { map(source) { $0 } }

  /// Sets all values.
  static func fill(_ target: Storage, with value: Float) {
    Profiler.measure("fill", .init(values: target.count)) {
      let vectors = target.mutableVectors
      let vector = SIMD8<Float>(repeating: value)
      ThreadPool.forEach(target.vectorCount, grain: vectorGrain) { range in
        for index in range { vectors[index] = vector }
      }
    }
  }
}

extension Storage {
  /// The number of vectors of 8 that cover the values; the last may reach past them.
  var vectorCount: Int { (count + 7) / 8 }

  /// The values as vectors of 8, to be read.
  var vectors: UnsafePointer<SIMD8<Float>> { UnsafePointer(mutableVectors) }

  /// The values as vectors of 8, to be written by whoever made the storage.
  var mutableVectors: UnsafeMutablePointer<SIMD8<Float>> {
    UnsafeMutableRawPointer(base).assumingMemoryBound(to: SIMD8<Float>.self)
  }
}
