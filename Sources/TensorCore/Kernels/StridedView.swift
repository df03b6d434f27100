/// A rectangular pattern over memory: each index has the place `offset + Σ index · stride`.
struct StridedView {
  /// The length of each axis.
  var sizes: [Int]
  /// The distance between neighbors along each axis; 0 repeats a value.
  var strides: [Int]
  /// The place of the first value.
  var offset = 0

  /// The places of `shape` broadcast to `target`.
  init(of shape: Shape, broadcastTo target: Shape) {
    let missing = target.rank - shape.rank
    let own = shape.strides
    sizes = target.dimensions
    strides = target.dimensions.indices.map { axis in
      axis < missing || shape.dimensions[axis - missing] == 1 ? 0 : own[axis - missing]
    }
  }

  /// The places of `shape` with its axes in another order.
  init(of shape: Shape, permutedBy axes: [Int]) {
    let own = shape.strides
    sizes = axes.map { shape.dimensions[$0] }
    strides = axes.map { own[$0] }
  }

  /// The places of a box of `sizes` inside `shape`, every `steps`-th index from `starts`.
  init(of shape: Shape, from starts: [Int], sizes: [Int], steps: [Int]) {
    let own = shape.strides
    self.sizes = sizes
    strides = zip(own, steps).map(*)
    offset = zip(own, starts).map(*).reduce(0, +)
  }

  /// The places of a box.
  init(_ box: IndexBox) {
    self.init(of: box.outer, from: box.starts, sizes: box.sizes, steps: box.steps)
  }

  /// The same places in the same order with the fewest axes.
  var merged: StridedView {
    var result = self
    result.sizes = []
    result.strides = []
    for (size, stride) in zip(sizes, strides) where size != 1 {
      if let outerStride = result.strides.last, outerStride == stride * size {
        result.sizes[result.sizes.count - 1] *= size
        result.strides[result.strides.count - 1] = stride
      } else {
        result.sizes.append(size)
        result.strides.append(stride)
      }
    }
    if result.sizes.isEmpty {
      result.sizes = [1]
      result.strides = [1]
    }
    return result
  }

  /// The number of places.
  var count: Int { sizes.reduce(1, *) }
}
