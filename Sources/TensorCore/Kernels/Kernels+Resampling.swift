extension Kernels {
  /// What images show at places of their own, or the transpose of that.
  static func resample(
    _ images: Operand,
    at places: Storage,
    _ resampling: Resampling,
    isTransposed: Bool
  ) -> Storage {
    let result = Storage(count: images.storage.count)
    let size = Sizes(
      height: images.shape[1],
      width: images.shape[2],
      channels: images.shape[3]
    )
    nonisolated(unsafe) let (source, target, places) =
      (images.storage.base, result.base, places.base)
    let length = size.height * size.width * size.channels
    ThreadPool.forEach(images.shape[0], grain: max(1, 4096 / max(length, 1)), alignment: 1) {
      for image in $0 {
        let (from, to) = (source + image * length, target + image * length)
        let map = AffineMap(places + image * 6)
        if let shift = map.shift, resampling.edges == .zeros {
          move(from, to, size, by: isTransposed ? (-shift.0, -shift.1) : shift)
          continue
        }
        to.update(repeating: 0, count: length)
        // Written out for what images have: loops over taps and channels are unrolled.
        switch (resampling.kernel, size.channels, isTransposed) {
        case (.linear, 3, false): lookUp(from, to, size, 3, map, resampling, taps: 2)
        case (.linear, 3, true): spread(from, to, size, 3, map, resampling, taps: 2)
        case (.linear, _, false): lookUp(from, to, size, size.channels, map, resampling, taps: 2)
        case (.linear, _, true): spread(from, to, size, size.channels, map, resampling, taps: 2)
        case (.cubic, 3, false): lookUp(from, to, size, 3, map, resampling, taps: 4)
        case (.cubic, 3, true): spread(from, to, size, 3, map, resampling, taps: 4)
        case (.cubic, _, false): lookUp(from, to, size, size.channels, map, resampling, taps: 4)
        case (.cubic, _, true): spread(from, to, size, size.channels, map, resampling, taps: 4)
        }
      }
    }
    return result
  }

  private struct Sizes {
    let height: Int
    let width: Int
    let channels: Int
  }

  /// Where each pixel is looked up: row a·i + b·j + c, column d·i + e·j + f.
  private struct AffineMap {
    let row: (Double, Double, Double)
    let column: (Double, Double, Double)

    init(_ numbers: UnsafePointer<Float>) {
      row = (Double(numbers[0]), Double(numbers[1]), Double(numbers[2]))
      column = (Double(numbers[3]), Double(numbers[4]), Double(numbers[5]))
    }

    /// The rows and columns that it shifts by, if it does nothing else.
    var shift: (Int, Int)? {
      guard row.0 == 1, row.1 == 0, column.0 == 0, column.1 == 1, abs(row.2) < 0x1p20,
        abs(column.2) < 0x1p20, row.2 == row.2.rounded(), column.2 == column.2.rounded()
      else { return nil }
      return (Int(row.2), Int(column.2))
    }
  }

  /// Whole pixels moved: to[i, j] = from[i + shift.0, j + shift.1], zeros where that is outside.
  private static func move(
    _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>,
    _ size: Sizes,
    by shift: (Int, Int)
  ) {
    let rowLength = size.width * size.channels
    let first = min(max(-shift.1, 0), size.width)
    let end = max(min(size.width - shift.1, size.width), first)
    for row in 0..<size.height {
      let to = target + row * rowLength
      guard (0..<size.height).contains(row + shift.0), first < end else {
        to.update(repeating: 0, count: rowLength)
        continue
      }
      let from = source + ((row + shift.0) * size.width + first + shift.1) * size.channels
      to.update(repeating: 0, count: first * size.channels)
      (to + first * size.channels).update(from: from, count: (end - first) * size.channels)
      (to + end * size.channels).update(repeating: 0, count: (size.width - end) * size.channels)
    }
  }

  /// What one image shows, added to zeros.
  @inline(__always)
  private static func lookUp(
    _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>,
    _ size: Sizes,
    _ channels: Int,
    _ map: AffineMap,
    _ resampling: Resampling,
    taps: Int
  ) {
    let last = source + (size.height * size.width - 1) * channels
    forEachPixel(of: size, map, resampling, taps: taps) { pixel, rows, columns in
      let to = target + pixel * channels
      if channels == 3 {
        // What the fourth lane holds is dropped; past the last pixel there is nothing to be read.
        var sum = SIMD4<Float>.zero
        for a in 0..<taps where rows.indices[a] >= 0 {
          let row = source + Int(rows.indices[a]) * size.width * 3
          var across = SIMD4<Float>.zero
          for b in 0..<taps where columns.indices[b] >= 0 {
            let from = row + Int(columns.indices[b]) * 3
            let color =
              from == last
              ? SIMD4(from[0], from[1], from[2], 0)
              : UnsafeRawPointer(from).loadUnaligned(as: SIMD4<Float>.self)
            across += columns.weights[b] * color
          }
          sum += rows.weights[a] * across
        }
        (to[0], to[1], to[2]) = (sum[0], sum[1], sum[2])
        return
      }
      for a in 0..<taps where rows.indices[a] >= 0 {
        let row = source + Int(rows.indices[a]) * size.width * channels
        for b in 0..<taps where columns.indices[b] >= 0 {
          let weight = rows.weights[a] * columns.weights[b]
          let from = row + Int(columns.indices[b]) * channels
          for c in 0..<channels { to[c] += weight * from[c] }
        }
      }
    }
  }

  /// What one image gets back of what it shows, added to zeros.
  @inline(__always)
  private static func spread(
    _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>,
    _ size: Sizes,
    _ channels: Int,
    _ map: AffineMap,
    _ resampling: Resampling,
    taps: Int
  ) {
    forEachPixel(of: size, map, resampling, taps: taps) { pixel, rows, columns in
      let from = source + pixel * channels
      for a in 0..<taps where rows.indices[a] >= 0 {
        let row = target + Int(rows.indices[a]) * size.width * channels
        for b in 0..<taps where columns.indices[b] >= 0 {
          let weight = rows.weights[a] * columns.weights[b]
          let to = row + Int(columns.indices[b]) * channels
          for c in 0..<channels { to[c] += weight * from[c] }
        }
      }
    }
  }

  @inline(__always)
  private static func forEachPixel(
    of size: Sizes,
    _ map: AffineMap,
    _ resampling: Resampling,
    taps: Int,
    _ body: (_ pixel: Int, _ rows: Taps, _ columns: Taps) -> Void
  ) {
    for i in 0..<size.height {
      for j in 0..<size.width {
        let row = map.row.0 * Double(i) + map.row.1 * Double(j) + map.row.2
        let column = map.column.0 * Double(i) + map.column.1 * Double(j) + map.column.2
        // Written so that NaN is skipped.
        guard abs(row) <= 0x1p24, abs(column) <= 0x1p24 else { continue }
        let rows = Taps(row, taps, resampling.edges, below: size.height)
        let columns = Taps(column, taps, resampling.edges, below: size.width)
        body(i * size.width + j, rows, columns)
      }
    }
  }

  /// The pixels around a place along one axis, −1 where there is none, and their weights.
  private struct Taps {
    var indices: SIMD4<Int32>
    var weights: SIMD4<Float>

    @inline(__always)
    init(_ place: Double, _ count: Int, _ edges: Resampling.Edges, below length: Int) {
      // Rounds down; a place is less than 2²⁴ away from 0.
      let towardsZero = Int32(place)
      let first = Double(towardsZero) > place ? towardsZero &- 1 : towardsZero
      let t = Float(place - Double(first))
      if count == 2 {
        indices = SIMD4(first, first &+ 1, -1, -1)
        weights = SIMD4(1 - t, t, 0, 0)
        if first >= 0 && first &+ 1 < Int32(length) { return }
      } else {
        indices = SIMD4(first &- 1, first, first &+ 1, first &+ 2)
        weights = SIMD4(
          ((1 - 0.5 * t) * t - 0.5) * t,
          (1.5 * t - 2.5) * t * t + 1,
          ((2 - 1.5 * t) * t + 0.5) * t,
          (0.5 * t - 0.5) * t * t
        )
        if first >= 1 && first &+ 2 < Int32(length) { return }
      }
      for tap in 0..<count {
        indices[tap] = Self.within(indices[tap], below: Int32(length), edges)
      }
    }

    /// The pixel that an index stands for, −1 for none.
    private static func within(_ index: Int32, below length: Int32, _ edges: Resampling.Edges)
      -> Int32
    {
      if index >= 0 && index < length { return index }
      guard edges == .reflected else { return -1 }
      guard length > 1 else { return 0 }
      let period = 2 * (length - 1)
      let rest = index % period
      let positive = rest < 0 ? rest + period : rest
      return positive < length ? positive : period - positive
    }
  }

  /// Channels mixed by a matrix of each image, with offsets if there is a third operand.
  static func mixChannels(_ x: [Operand]) -> Storage {
    let (full, columns) = (x[0].shape, x[1].shape[2])
    let (images, channels) = (full[0], full[-1])
    let rows = full.elementCount / max(images * channels, 1)
    let result = Storage(count: images * rows * columns)
    nonisolated(unsafe) let (source, target) = (x[0].storage.base, result.base)
    nonisolated(unsafe) let matrices = x[1].storage.base
    nonisolated(unsafe) let offsets = x.count > 2 ? x[2].storage.base : nil
    let grain = max(1, 65_536 / max(rows * channels * columns, 1))
    ThreadPool.forEach(images, grain: grain, alignment: 1) {
      for image in $0 {
        let from = source + image * rows * channels
        let to = target + image * rows * columns
        let matrix = matrices + image * channels * columns
        let offset = offsets.map { UnsafePointer($0 + image * columns) }
        switch (channels, columns) {
        case (1, 1): mix(from, to, rows, 1, 1, matrix, offset)
        case (3, 3): mixColors(from, to, rows, matrix, offset)
        default: mix(from, to, rows, channels, columns, matrix, offset)
        }
      }
    }
    return result
  }

  @inline(__always)
  private static func mix(
    _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>,
    _ rows: Int,
    _ channels: Int,
    _ columns: Int,
    _ matrix: UnsafePointer<Float>,
    _ offset: UnsafePointer<Float>?
  ) {
    for row in 0..<rows {
      let (from, to) = (source + row * channels, target + row * columns)
      for d in 0..<columns {
        var sum = offset?[d] ?? 0
        for c in 0..<channels { sum += from[c] * matrix[c * columns + d] }
        to[d] = sum
      }
    }
  }

  /// The same of three channels, with the nine numbers in registers.
  private static func mixColors(
    _ source: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>,
    _ rows: Int,
    _ m: UnsafePointer<Float>,
    _ offset: UnsafePointer<Float>?
  ) {
    let red = SIMD4<Float>(m[0], m[1], m[2], 0)
    let green = SIMD4<Float>(m[3], m[4], m[5], 0)
    let blue = SIMD4<Float>(m[6], m[7], m[8], 0)
    let start = offset.map { SIMD4<Float>($0[0], $0[1], $0[2], 0) } ?? .zero
    for row in 0..<rows {
      let (from, to) = (source + 3 * row, target + 3 * row)
      let sum = start + from[0] * red + from[1] * green + from[2] * blue
      (to[0], to[1], to[2]) = (sum[0], sum[1], sum[2])
    }
  }
}
