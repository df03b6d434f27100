import CKernels

/// What the CPU computes with: loops over memory, threads and oneDNN.
///
/// `CPUEngine` alone calls these functions, each of which takes and returns storages and sizes.
enum Kernels {
  /// The least number of vectors of 8 worth a second thread: about 10 µs of memory traffic.
  static let vectorGrain = 4096

  /// The same values in memory of their own.
  static func copy(_ source: Storage) -> Storage { map(source) { $0 } }

  /// Sets all values.
  static func fill(_ target: Storage, with value: Float) {
    nonisolated(unsafe) let vectors = target.mutableVectors
    let vector = SIMD8<Float>(repeating: value)
    ThreadPool.forEach(target.vectorCount, grain: vectorGrain) { range in
      for index in range { vectors[index] = vector }
    }
  }

  /// The hyperbolic tangent of every value.
  static func hyperbolicTangent(_ a: Storage) -> Storage {
    let result = Storage(count: a.count)
    nonisolated(unsafe) let (source, target) = (a.base, result.base)
    ThreadPool.forEach(a.count, grain: vectorGrain) { range in
      forger_tanh(source + range.lowerBound, target + range.lowerBound, range.count)
    }
    return result
  }

  /// Whether no value is infinite or not a number.
  static func isFinite(_ a: Storage) -> Bool {
    // 0 · x is 0 for every finite x and not a number for the others.
    var sum: Float = 0
    for value in a.values { sum += 0 * value }
    return sum == 0
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
