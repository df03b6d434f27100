extension Kernels {
  /// Sums along axes, in ascending order.
  static func sum(_ a: Operand, axes: [Int]) -> Storage {
    var values = a.storage
    var sizes = a.shape.dimensions
    // Neighboring axes are summed in one go, the last ones first.
    var end = axes.count
    while end > 0 {
      var start = end - 1
      while start > 0 && axes[start - 1] == axes[start] - 1 { start -= 1 }
      let range = axes[start]..<(axes[end - 1] + 1)
      let length = sizes[range].reduce(1, *)
      if length != 1 {
        values = sum(
          values,
          outer: sizes[..<range.lowerBound].reduce(1, *),
          length: length,
          inner: sizes[range.upperBound...].reduce(1, *)
        )
      }
      for axis in range { sizes[axis] = 1 }
      end = start
    }
    return values
  }

  /// The largest values along an axis.
  static func maximum(_ a: Operand, axis: Int) -> Storage {
    maximum(
      a.storage,
      outer: a.shape.dimensions[..<axis].reduce(1, *),
      length: a.shape.dimensions[axis],
      inner: a.shape.dimensions[(axis + 1)...].reduce(1, *)
    )
  }

  /// Sums over the middle axis of `[outer, length, inner]`.
  ///
  /// Long sums are added up in blocks whose size depends on the shape alone, so that the result is
  /// the same with any number of threads.
  static func sum(_ a: Storage, outer: Int, length: Int, inner: Int) -> Storage {
    if inner == 1 { return sumRuns(a, count: outer, length: length) }
    let result = Storage(count: outer * inner)
    if length < 2 * rowsPerBlock {
      ThreadPool.forEach(outer, grain: max(1, 32768 / max(length * inner, 1)), alignment: 1) {
        for index in $0 {
          addRows(
            a.base + index * length * inner,
            rows: length,
            width: inner,
            into: result.base + index * inner
          )
        }
      }
      return result
    }
    let blocks = (length + rowsPerBlock - 1) / rowsPerBlock
    let partial = Storage(count: outer * blocks * inner)
    ThreadPool.forEachIndex(outer * blocks) { index in
      let (run, block) = index.quotientAndRemainder(dividingBy: blocks)
      let start = block * rowsPerBlock
      addRows(
        a.base + (run * length + start) * inner,
        rows: min(rowsPerBlock, length - start),
        width: inner,
        into: partial.base + index * inner
      )
    }
    return sum(partial, outer: outer, length: blocks, inner: inner)
  }

  /// The largest value along the middle axis of `[outer, length, inner]`.
  static func maximum(_ a: Storage, outer: Int, length: Int, inner: Int) -> Storage {
    let result = Storage(count: outer * inner)
    ThreadPool.forEach(outer, grain: max(1, 32768 / max(length * inner, 1)), alignment: 1) {
      for index in $0 {
        let target = result.base + index * inner
        var source = a.base + index * length * inner
        target.update(from: source, count: inner)
        for _ in 1..<length {
          source += inner
          // Not a number wins: it must not vanish.
          for i in 0..<inner where source[i] > target[i] || source[i].isNaN {
            target[i] = source[i]
          }
        }
      }
    }
    return result
  }

  /// Rows added up by one thread before their sum meets that of others.
  private static let rowsPerBlock = 256
  /// Values of a run added up before their sum meets that of others.
  private static let runBlock = 16384

  private static func addRows(
    _ source: UnsafePointer<Float>,
    rows: Int,
    width: Int,
    into target: UnsafeMutablePointer<Float>
  ) {
    guard rows > 0 else { return target.update(repeating: 0, count: width) }
    target.update(from: source, count: width)
    var row = source
    for _ in 1..<rows {
      row += width
      for i in 0..<width { target[i] += row[i] }
    }
  }

  private static func sumRuns(_ a: Storage, count: Int, length: Int) -> Storage {
    let result = Storage(count: count)
    let blocks = max(1, (length + runBlock - 1) / runBlock)
    guard blocks > 1 else {
      ThreadPool.forEach(count, grain: max(1, 32768 / max(length, 1))) {
        for index in $0 { result.base[index] = sumRun(a.base + index * length, length) }
      }
      return result
    }
    for index in 0..<count {
      nonisolated(unsafe) let start = a.base + index * length
      let partial = Storage(count: blocks)
      ThreadPool.forEachIndex(blocks) { block in
        let first = block * runBlock
        partial.base[block] = sumRun(start + first, min(runBlock, length - first))
      }
      result.base[index] = Float(partial.values.reduce(0.0) { $0 + Double($1) })
    }
    return result
  }

  private static func sumRun(_ source: UnsafePointer<Float>, _ count: Int) -> Float {
    var vectors = (Vector.zero, Vector.zero, Vector.zero, Vector.zero)
    let raw = UnsafeRawPointer(source)
    var index = 0
    while index + 32 <= count {
      vectors.0 += raw.loadUnaligned(fromByteOffset: index * 4, as: Vector.self)
      vectors.1 += raw.loadUnaligned(fromByteOffset: index * 4 + 32, as: Vector.self)
      vectors.2 += raw.loadUnaligned(fromByteOffset: index * 4 + 64, as: Vector.self)
      vectors.3 += raw.loadUnaligned(fromByteOffset: index * 4 + 96, as: Vector.self)
      index += 32
    }
    var sum = ((vectors.0 + vectors.1) + (vectors.2 + vectors.3)).sum()
    while index < count {
      sum += source[index]
      index += 1
    }
    return sum
  }
}
