import CKernels

extension Kernels {
  /// eˣ of every value.
  static func exponential(_ a: Storage) -> Storage { map(a) { VectorFunctions.exponential($0) } }

  /// The natural logarithm of every value.
  static func logarithm(_ a: Storage) -> Storage { map(a) { VectorFunctions.logarithm($0) } }

  /// The hyperbolic tangent of every value.
  static func hyperbolicTangent(_ a: Storage) -> Storage {
    Profiler.measure("tanh", .init(values: 2 * a.count)) {
      let result = Storage(count: a.count)
      ThreadPool.forEach(a.count, grain: vectorGrain) { range in
        forger_tanh(a.base + range.lowerBound, result.base + range.lowerBound, range.count)
      }
      return result
    }
  }

  /// 1 / (1 + e⁻ˣ) of every value.
  static func logistic(_ a: Storage) -> Storage {
    map(a) { 1 / (1 + VectorFunctions.exponential(-$0)) }
  }

  /// log(1 + eˣ) of every value.
  static func softplus(_ a: Storage) -> Storage { map(a) { VectorFunctions.softplus($0) } }

  /// Whether no value is infinite or not a number.
  static func isFinite(_ a: Storage) -> Bool {
    Profiler.measure("isFinite", .init(values: a.count)) {
      // 0 · x is 0 for every finite x and not a number for the others.
      var sum: Float = 0
      for value in a.values { sum += 0 * value }
      return sum == 0
    }
  }
}
