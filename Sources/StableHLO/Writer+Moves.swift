internal import TensorCore

extension Writer {
  /// Axis i of the result is axis `axes[i]` of x.
  mutating func transpose(_ x: Value, _ axes: [Int]) -> Value {
    if axes == Array(axes.indices) { return x }
    return convert("transpose", x, ", dims = \(axes)", to: axes.map { x.shape[$0] }, x.element)
  }

  /// The elements at a box's places.
  mutating func cut(_ x: Value, _ box: IndexBox) -> Value {
    let ends = box.starts.indices.map {
      box.sizes[$0] == 0
        ? box.starts[$0] : box.starts[$0] + (box.sizes[$0] - 1) * box.steps[$0] + 1
    }
    return slice(x, box.starts, ends, box.steps)
  }

  /// Zeros with the elements at a box's places.
  mutating func place(_ x: Value, _ box: IndexBox) -> Value {
    if x.count == 0 { return constant(0, box.outer.dimensions) }
    let after = box.starts.indices.map {
      box.outer.dimensions[$0] - box.starts[$0] - (box.sizes[$0] - 1) * box.steps[$0] - 1
    }
    return pad(
      x,
      with: constant(0),
      before: box.starts,
      after: after,
      between: box.steps.map { $0 - 1 }
    )
  }

  /// The largest pixel of each window and its index; the first of equals, but NaN wins.
  mutating func maximumPool(_ x: Value, _ geometry: ConvolutionGeometry) -> [Value] {
    let shape = geometry.outputShape.dimensions
    let flat = indices(along: 0, [x.count], .index)
    let (after, before) = (windowEnds(geometry), geometry.paddingBefore)
    func padded(_ value: Value, _ filling: Value, _ writer: inout Writer) -> Value {
      writer.pad(
        value,
        with: filling,
        before: [0, before.vertical, before.horizontal, 0],
        after: [0, after.vertical, after.horizontal, 0],
        between: [0, 0, 0, 0]
      )
    }
    let values = padded(x, constant(-.infinity), &self)
    let none = negativeOne()
    let places = padded(reshape(flat, x.shape), none, &self)
    var best = constant(-.infinity, shape)
    var index = broadcast(none, to: shape)
    let outside = index
    for row in 0..<geometry.kernel.vertical {
      for column in 0..<geometry.kernel.horizontal {
        let tap = (row * geometry.dilation.vertical, column * geometry.dilation.horizontal)
        let starts = [0, tap.0, tap.1, 0]
        let steps = [1, geometry.stride.vertical, geometry.stride.horizontal, 1]
        let ends = starts.indices.map { starts[$0] + (shape[$0] - 1) * steps[$0] + 1 }
        let value = slice(values, starts, ends, steps)
        let place = slice(places, starts, ends, steps)
        let isPixel = compare("NE", place, outside)
        let isFirst = compare("EQ", index, outside)
        let isLarger = compare("GT", value, best)
        let isNaN = compare("NE", value, value)
        let wins = map("and", isPixel, map("or", map("or", isFirst, isLarger), isNaN))
        best = select(wins, value, best)
        index = select(wins, place, index)
      }
    }
    return [best, index]
  }

  private mutating func negativeOne() -> Value {
    add("stablehlo.constant dense<-1>", "tensor<i32>", [], .index)
  }

  /// What the windows reach beyond the image's end.
  private func windowEnds(_ geometry: ConvolutionGeometry) -> ConvolutionGeometry.Pair {
    func rest(
      _ input: Int,
      _ output: Int,
      _ kernel: Int,
      _ stride: Int,
      _ dilation: Int,
      _ pad: Int
    ) -> Int {
      (output - 1) * stride + dilation * (kernel - 1) + 1 - input - pad
    }
    return .init(
      rest(
        geometry.input.height,
        geometry.output.height,
        geometry.kernel.vertical,
        geometry.stride.vertical,
        geometry.dilation.vertical,
        geometry.paddingBefore.vertical
      ),
      rest(
        geometry.input.width,
        geometry.output.width,
        geometry.kernel.horizontal,
        geometry.stride.horizontal,
        geometry.dilation.horizontal,
        geometry.paddingBefore.horizontal
      )
    )
  }

  /// The elements of x at indices into all of them.
  mutating func pick(_ x: Value, at places: Value) -> Value {
    let indices = reshape(places, places.shape + [1])
    return gather(reshape(x, [x.count]), indices, offsets: [], slice: [1])
  }

  /// Zeros with values added at indices.
  mutating func scatter(_ x: Value, at places: Value, into shape: [Int]) -> Value {
    let zeros = constant(0, [shape.reduce(1, *)])
    return reshape(scatter(x, at: reshape(places, places.shape + [1]), onto: zeros), shape)
  }

  /// The slices of x at the index vectors along the last axis of `places`, which name its first axes.
  mutating func gather(_ x: Value, _ places: Value, offsets: [Int], slice: [Int]) -> Value {
    let named = Array(0..<places.shape[places.shape.count - 1])
    let shape = Array(places.shape.dropLast()) + slice.dropFirst(named.count)
    let result = Value("", shape, x.element)
    return add(
      """
      "stablehlo.gather"(\(x.name), \(places.name)) <{dimension_numbers = #stablehlo.gather<\
      offset_dims = \(offsets), collapsed_slice_dims = \(named), start_index_map = \(named), \
      index_vector_dim = \(places.shape.count - 1)>, indices_are_sorted = false, \
      slice_sizes = array<i64: \(slice.map(String.init).joined(separator: ", "))>}>
      """,
      "(\(x.type), \(places.type)) -> \(result.type)",
      shape,
      x.element
    )
  }

  /// `target` with slices added at the index vectors along the last axis of `places`.
  mutating func scatter(_ x: Value, at places: Value, onto target: Value) -> Value {
    let named = Array(0..<places.shape[places.shape.count - 1])
    let window = Array(places.shape.count - 1..<x.shape.count)
    return add(
      """
      "stablehlo.scatter"(\(target.name), \(places.name), \(x.name)) <{\
      scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = \(window), \
      inserted_window_dims = \(named), scatter_dims_to_operand_dims = \(named), \
      index_vector_dim = \(places.shape.count - 1)>, indices_are_sorted = false, \
      unique_indices = false}> ({
      ^bb0(%left: tensor<f32>, %right: tensor<f32>):
        %sum = stablehlo.add %left, %right : tensor<f32>
        stablehlo.return %sum : tensor<f32>
      })
      """,
      "(\(target.type), \(places.type), \(x.type)) -> \(target.type)",
      target.shape,
      target.element
    )
  }
}
