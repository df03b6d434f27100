import CKernels
import Preconditions
import Synchronization

extension Kernels {
  /// The largest value of each window, and its index in the input.
  static func maximumPool(_ input: Storage, _ geometry: ConvolutionGeometry) -> [Storage] {
    let g = geometry
    require(input.count <= Int(Int32.max), "maxPool2D: more than 2³¹ values")
    let rowLength = g.output.width * g.input.channels
    let count = g.batch * g.output.height * rowLength
    let (values, indices) = (Storage(count: count), Storage(count: count, kind: .index))
    var sizes = ForgerPooling(g)
    let failures = Atomic<Int>(0)
    withUnsafePointer(to: &sizes) { sizes in
      nonisolated(unsafe) let sizes = sizes
      ThreadPool.forEach(g.batch * g.output.height, grain: 4, alignment: 1) { rows in
        for row in rows {
          let start = row * rowLength
          let isDone = forger_maximum_of_windows(
            sizes,
            input.base,
            row,
            values.base + start,
            indices.indices + start
          )
          if isDone == 0 { failures.add(1, ordering: .relaxed) }
        }
      }
    }
    require(
      failures.load(ordering: .relaxed) == 0,
      "maxPool2D: a window of padding only"
    )
    return [values, indices]
  }

  /// The values at the given indices.
  static func pick(_ source: Storage, at indices: Storage) -> Storage {
    let result = Storage(count: indices.count)
    let (from, places, to) = (source.base, indices.indices, result.base)
    for index in 0..<indices.count { to[index] = from[Int(places[index])] }
    return result
  }

  /// Zeros with the given values added at the given indices, image by image.
  static func scatterAdd(_ values: Operand, at indices: Storage, into shape: Shape) -> Storage {
    let result = Storage(count: shape.elementCount)
    let images = max(values.shape.dimensions.first ?? 1, 1)
    let (source, target) = (indices.count / images, result.count / images)
    nonisolated(unsafe) let (from, places, to) = (values.storage.base, indices.indices, result.base)
    ThreadPool.forEach(images, grain: max(1, 8 * vectorGrain / max(target, 1)), alignment: 1) {
      for image in $0 {
        (to + image * target).update(repeating: 0, count: target)
        for index in (image * source)..<((image + 1) * source) {
          to[Int(places[index])] += from[index]
        }
      }
    }
    return result
  }
}

extension ForgerPooling {
  fileprivate init(_ g: ConvolutionGeometry) {
    self.init(
      input_height: g.input.height,
      input_width: g.input.width,
      channels: g.input.channels,
      output_height: g.output.height,
      output_width: g.output.width,
      kernel_height: g.kernel.vertical,
      kernel_width: g.kernel.horizontal,
      vertical_stride: g.stride.vertical,
      horizontal_stride: g.stride.horizontal,
      padding_top: g.paddingBefore.vertical,
      padding_left: g.paddingBefore.horizontal
    )
  }
}
