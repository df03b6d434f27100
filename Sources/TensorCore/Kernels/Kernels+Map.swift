/// Eight values at a time: what element-wise kernels compute with.
typealias Vector = SIMD8<Float>

extension Kernels {
  /// `f` of every value.
  @inline(__always)
  static func map(_ a: Storage, _ f: @Sendable (Vector) -> Vector) -> Storage {
    let result = Storage(count: a.count)
    nonisolated(unsafe) let (a, target) = (a.vectors, result.mutableVectors)
    fill(target, count: result.vectorCount) { f(a[$0]) }
    return result
  }

  /// Writes `value(0)`, `value(1)`, … with all threads.
  @inline(__always)
  private static func fill(
    _ target: UnsafeMutablePointer<Vector>,
    count: Int,
    _ value: @Sendable (_ index: Int) -> Vector
  ) {
    nonisolated(unsafe) let target = target
    withoutActuallyEscaping(value) { value in
      ThreadPool.forEach(count, grain: vectorGrain) { range in
        for index in range { target[index] = value(index) }
      }
    }
  }

  /// `f` of every pair of values.
  @inline(__always)
  static func map(_ a: Storage, _ b: Storage, _ f: @Sendable (Vector, Vector) -> Vector) -> Storage
  {
    let result = Storage(count: a.count)
    nonisolated(unsafe) let (a, b, target) = (a.vectors, b.vectors, result.mutableVectors)
    fill(target, count: result.vectorCount) { f(a[$0], b[$0]) }
    return result
  }

  /// `f` of every value of `a` with the values of `b` repeated for each row of `a`.
  ///
  /// - Precondition: `b` has a multiple of 8 values, and `a` a multiple of as many.
  @inline(__always)
  private static func mapRows(
    _ a: Storage,
    _ b: Storage,
    _ f: @Sendable (Vector, Vector) -> Vector
  ) -> Storage {
    let result = Storage(count: a.count)
    let width = b.count / 8
    let rows = a.count / max(b.count, 1)
    nonisolated(unsafe) let (a, b, target) = (a.vectors, b.vectors, result.mutableVectors)
    withoutActuallyEscaping(f) { f in
      ThreadPool.forEach(rows, grain: max(1, vectorGrain / max(width, 1)), alignment: 1) { rows in
        for row in rows {
          let start = row * width
          for index in 0..<width { target[start + index] = f(a[start + index], b[index]) }
        }
      }
    }
    return result
  }

  /// `f` of every pair of values of two shapes that broadcast.
  ///
  /// Equal shapes, a scalar on either side and a row vector on the right are computed directly;
  /// other operands are first stretched in memory.
  @inline(__always)
  static func broadcastMap(
    _ a: Operand,
    _ b: Operand,
    _ f: @Sendable (Vector, Vector) -> Vector
  ) -> Storage {
    let shape = a.shape.broadcast(with: b.shape)
    if a.shape == shape && b.shape == shape { return map(a.storage, b.storage, f) }
    if b.storage.count == 1 && a.shape == shape {
      let value = Vector(repeating: b.storage.base[0])
      return map(a.storage) { f($0, value) }
    }
    if a.storage.count == 1 && b.shape == shape {
      let value = Vector(repeating: a.storage.base[0])
      return map(b.storage) { f(value, $0) }
    }
    if a.shape == shape && b.storage.count % 8 == 0 && isRow(b.shape, of: shape) {
      return mapRows(a.storage, b.storage, f)
    }
    return map(stretched(a, to: shape), stretched(b, to: shape), f)
  }

  /// Whether `row`, leading ones aside, is the last axes of `shape`.
  private static func isRow(_ row: Shape, of shape: Shape) -> Bool {
    shape.dimensions.reversed().starts(
      with: row.dimensions.drop { $0 == 1 }.reversed()
    )
  }

  private static func stretched(_ a: Operand, to shape: Shape) -> Storage {
    a.shape == shape
      ? a.storage : gather(a.storage, StridedView(of: a.shape, broadcastTo: shape))
  }
}
