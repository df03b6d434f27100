extension Kernels {
  /// The values at a pattern's places, side by side: stretches, permutes and slices.
  static func gather(_ source: Storage, _ view: StridedView) -> Storage {
    let result = Storage(count: view.count)
    nonisolated(unsafe) let (first, target) = (UnsafePointer(source.base), result.base)
    forEachRun(of: view) { place, index, count, stride in
      let from = first + place
      let to = target + index
      switch stride {
      case 1: to.update(from: from, count: count)
      case 0: to.update(repeating: from.pointee, count: count)
      default: for step in 0..<count { to[step] = from[step * stride] }
      }
    }
    return result
  }

  /// Zeros with the values of `source` at a pattern's places: the transpose of `gather` for
  /// patterns that name no place twice.
  static func scatter(_ source: Storage, _ view: StridedView, count: Int) -> Storage {
    let result = Storage(count: count)
    fill(result, with: 0)
    write(source, into: result, view)
    return result
  }

  /// Operands side by side along an axis, in a shape that holds them all.
  static func concatenate(_ operands: [Operand], along axis: Int, shape: Shape) -> Storage {
    let result = Storage(count: shape.elementCount)
    var starts = [Int](repeating: 0, count: shape.rank)
    let steps = [Int](repeating: 1, count: shape.rank)
    for operand in operands {
      let sizes = operand.shape.dimensions
      let view = StridedView(of: shape, from: starts, sizes: sizes, steps: steps)
      write(operand.storage, into: result, view)
      starts[axis] += sizes[axis]
    }
    return result
  }

  /// Writes the values of `source` to a pattern's places.
  static func write(_ source: Storage, into target: Storage, _ view: StridedView) {
    nonisolated(unsafe) let (first, target) = (UnsafePointer(source.base), target.base)
    forEachRun(of: view) { place, index, count, stride in
      let from = first + index
      let to = target + place
      if stride == 1 {
        to.update(from: from, count: count)
      } else {
        for step in 0..<count { to[step * stride] = from[step] }
      }
    }
  }

  /// Calls `body` for each run along the innermost axis, with its place in the pattern, the index
  /// of its first value among all values, its length and its stride.
  @inline(__always)
  private static func forEachRun(
    of view: StridedView,
    _ body: @Sendable (_ place: Int, _ index: Int, _ count: Int, _ stride: Int) -> Void
  ) {
    let merged = view.merged
    let outerSizes = merged.sizes.dropLast()
    let runs = outerSizes.reduce(1, *)
    guard let length = merged.sizes.last, let stride = merged.strides.last, length > 0 else {
      return
    }
    withoutActuallyEscaping(body) { body in
      let grain = max(1, 8 * vectorGrain / length)
      ThreadPool.forEach(runs, grain: grain, alignment: 1) { range in
        var indices = [Int](repeating: 0, count: outerSizes.count)
        var place = merged.offset
        var rest = range.lowerBound
        for axis in outerSizes.indices.reversed() {
          indices[axis] = rest % outerSizes[axis]
          rest /= outerSizes[axis]
          place += indices[axis] * merged.strides[axis]
        }
        for run in range {
          body(place, run * length, length, stride)
          // Step the odometer to the next run.
          var axis = outerSizes.count - 1
          while axis >= 0 {
            indices[axis] += 1
            place += merged.strides[axis]
            if indices[axis] < outerSizes[axis] { break }
            place -= indices[axis] * merged.strides[axis]
            indices[axis] = 0
            axis -= 1
          }
        }
      }
    }
  }
}
