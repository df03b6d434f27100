internal import TensorCore

extension Writer {
  /// The pixels that a resampling reads along one direction, each with its weight.
  private struct Tap {
    /// The pixel's index, in the image.
    let index: Value
    let weight: Value
    /// Where the pixel counts.
    let counts: Value
  }

  /// What images show at their places; see `Resampling`.
  mutating func resample(_ x: Value, at places: Value, _ resampling: Resampling) -> Value {
    let zeros = constant(0, x.shape)
    var sum = zeros
    forEachPair(of: x.shape, places, resampling) { writer, places, weight, counts in
      let pixels = writer.gather(x, places, offsets: [3], slice: [1, 1, 1, x.shape[3]])
      let term = writer.map("multiply", pixels, weight)
      sum = writer.map("add", sum, writer.select(counts, term, zeros))
    }
    return sum
  }

  /// The transpose of `resample` as a function of the images.
  mutating func spread(_ gradient: Value, at places: Value, _ resampling: Resampling) -> Value {
    let zeros = constant(0, gradient.shape)
    var sum = zeros
    forEachPair(of: gradient.shape, places, resampling) { writer, places, weight, counts in
      let term = writer.select(counts, writer.map("multiply", gradient, weight), zeros)
      sum = writer.scatter(term, at: places, onto: sum)
    }
    return sum
  }

  /// Calls `body` with each pair of taps: the places `[N, H, W, 3]`, the weights and where they count.
  private mutating func forEachPair(
    of shape: [Int],
    _ places: Value,
    _ resampling: Resampling,
    _ body: (inout Writer, _ places: Value, _ weight: Value, _ counts: Value) -> Void
  ) {
    let grid = Array(shape.prefix(3))
    let rows = taps(along: 0, below: shape[1], grid, places, resampling)
    let columns = taps(along: 1, below: shape[2], grid, places, resampling)
    let images = indices(along: 0, grid + [1], .index)
    for row in rows {
      for column in columns {
        let joined = concatenate(
          [images, reshape(row.index, grid + [1]), reshape(column.index, grid + [1])],
          along: 3
        )
        let weight = map("multiply", row.weight, column.weight)
        let counts = map("and", row.counts, column.counts)
        let full = reshape(weight, grid + [1])
        let bits = reshape(counts, grid + [1])
        let (stretched, where_) = (stretch(full, to: shape), stretch(bits, to: shape))
        body(&self, joined, stretched, where_)
      }
    }
  }

  /// The last axis, of length 1, repeated.
  private mutating func stretch(_ x: Value, to shape: [Int]) -> Value { broadcast(x, to: shape) }

  private mutating func taps(
    along axis: Int,
    below length: Int,
    _ grid: [Int],
    _ places: Value,
    _ resampling: Resampling
  ) -> [Tap] {
    let coordinate = coordinate(along: axis, grid, places)
    let limit = constant(0x1p24, grid)
    let isNear = compare("LE", map("abs", coordinate), limit)
    let near = select(isNear, coordinate, constant(0, grid))
    let floor = map("floor", near)
    let share = map("subtract", near, floor)
    let first = cast(floor, to: .index)
    let reach = resampling.kernel == .linear ? 0...1 : -1...2
    return reach.map { offset in
      let step = add(
        "stablehlo.constant dense<\(offset)>",
        Value("", grid, .index).type,
        grid,
        .index
      )
      let index = map("add", first, step)
      let weight = weight(of: offset, at: share, resampling.kernel)
      let counts = map("and", isNear, compare("NE", weight, constant(0, grid)))
      let (inside, isInside) = inside(index, below: length, resampling.edges)
      return Tap(
        index: inside,
        weight: weight,
        counts: isInside.map { map("and", counts, $0) } ?? counts
      )
    }
  }

  /// a·i + b·j + c, `[N, H, W]`.
  private mutating func coordinate(along axis: Int, _ grid: [Int], _ places: Value) -> Value {
    func part(_ column: Int, _ writer: inout Writer) -> Value {
      let cut = writer.slice(
        places,
        [0, axis, column],
        [grid[0], axis + 1, column + 1],
        [1, 1, 1]
      )
      return writer.broadcast(writer.reshape(cut, [grid[0], 1, 1]), to: grid)
    }
    let row = indices(along: 1, grid, .float)
    let column = indices(along: 2, grid, .float)
    let sum = map(
      "add",
      map("multiply", part(0, &self), row),
      map("multiply", part(1, &self), column)
    )
    return map("add", sum, part(2, &self))
  }

  /// An index as one of an image's pixels, and where it is one if that is not everywhere.
  private mutating func inside(
    _ index: Value,
    below length: Int,
    _ edges: Resampling.Edges
  ) -> (index: Value, isInside: Value?) {
    let zero = constant(0, index.shape, .index)
    let last = constant(UInt64(length - 1), index.shape, .index)
    switch edges {
    case .zeros:
      let isInside = map("and", compare("GE", index, zero), compare("LE", index, last))
      return (map("minimum", map("maximum", index, zero), last), isInside)
    case .reflected:
      if length == 1 { return (zero, nil) }
      let period = constant(UInt64(2 * (length - 1)), index.shape, .index)
      let folded = map("remainder", map("abs", index), period)
      let mirrored = map("subtract", period, folded)
      return (map("minimum", folded, mirrored), nil)
    }
  }

  /// The weight of the pixel at an offset from the one before a place, which lies a share of the way to the next one.
  ///
  /// These are the kernel's polynomials of the share itself: of 1 minus it, small ones would be rounded away.
  private mutating func weight(
    of offset: Int,
    at share: Value,
    _ kernel: Resampling.Kernel
  ) -> Value {
    switch (kernel, offset) {
    case (.linear, 0): map("subtract", constant(1, share.shape), share)
    case (.linear, _): share
    case (.cubic, -1): polynomial([-0.5, 1, -0.5, 0], share)
    case (.cubic, 0): polynomial([1.5, -2.5, 0, 1], share)
    case (.cubic, 1): polynomial([-1.5, 2, 0.5, 0], share)
    case (.cubic, _):
      map("multiply", map("multiply", polynomial([0.5, -0.5], share), share), share)
    }
  }
}
