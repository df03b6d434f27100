import CKernels
import OneDNN
import Synchronization

/// Places of values in images, one for each value of other images.
final class Places: Sendable {
  /// The indices, in the order of the other images' values.
  let indices: [Int32]
  /// The number of images: each one's places lie within the image of the same number.
  let images: Int

  init(_ indices: [Int32], images: Int) {
    self.indices = indices
    self.images = images
  }
}

extension Kernels {
  /// The largest value of each window, and its place in the input.
  static func maximumPool(
    _ input: Storage,
    _ geometry: ConvolutionGeometry
  ) -> (values: Storage, places: Places) {
    Profiler.measure("maxPool2D", .init(values: input.count)) {
      let g = geometry
      require(input.count <= Int(Int32.max), "maxPool2D: more than 2³¹ values")
      let rowLength = g.output.width * g.input.channels
      let count = g.batch * g.output.height * rowLength
      let values = Storage(count: count)
      var sizes = ForgerPooling(g)
      let failures = Atomic<Int>(0)
      let indices = [Int32](unsafeUninitializedCapacity: count) { buffer, initialized in
        let places = UncheckedBuffer(buffer)
        withUnsafePointer(to: &sizes) { sizes in
          ThreadPool.forEach(g.batch * g.output.height, grain: 4, alignment: 1) { rows in
            for row in rows {
              let start = row * rowLength
              let isDone = forger_maximum_of_windows(
                sizes,
                input.base,
                row,
                values.base + start,
                places.base + start
              )
              if isDone == 0 { failures.add(1, ordering: .relaxed) }
            }
          }
        }
        initialized = count
      }
      require(
        failures.load(ordering: .relaxed) == 0,
        "maxPool2D: a window of padding only"
      )
      return (values, Places(indices, images: g.batch))
    }
  }

  /// The values at the given places.
  static func pick(_ source: Storage, at places: Places) -> Storage {
    Profiler.measure("maxPool2D, pick", .init(values: 2 * places.indices.count)) {
      let result = Storage(count: places.indices.count)
      places.indices.withUnsafeBufferPointer { indices in
        for index in indices.indices { result.base[index] = source.base[Int(indices[index])] }
      }
      return result
    }
  }

  /// Zeros with the given values added at the given places.
  static func addAt(_ places: Places, _ values: Storage, count: Int) -> Storage {
    Profiler.measure("maxPool2D gradient", .init(values: count + values.count)) {
      let result = Storage(count: count)
      let images = max(places.images, 1)
      let (source, target) = (places.indices.count / images, count / images)
      places.indices.withUnsafeBufferPointer { indices in
        guard let indices = indices.baseAddress else { return fill(result, with: 0) }
        let places = UncheckedPointer(base: indices)
        ThreadPool.forEach(images, grain: max(1, 8 * vectorGrain / max(target, 1)), alignment: 1) {
          for image in $0 {
            (result.base + image * target).update(repeating: 0, count: target)
            for index in (image * source)..<((image + 1) * source) {
              result.base[Int(places.base[index])] += values.base[index]
            }
          }
        }
      }
      return result
    }
  }

  /// A buffer that several threads fill, each its own part.
  private struct UncheckedBuffer: @unchecked Sendable {
    let base: UnsafeMutablePointer<Int32>

    init(_ buffer: UnsafeMutableBufferPointer<Int32>) {
      guard let base = buffer.baseAddress else { fatalError("an empty buffer") }
      self.base = base
    }
  }

  /// Indices that several threads read.
  private struct UncheckedPointer: @unchecked Sendable {
    let base: UnsafePointer<Int32>
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
