import OneDNN

/// Places of values in a tensor, one for each value of another.
final class Places: Sendable {
  let indices: [Int32]

  init(_ indices: [Int32]) { self.indices = indices }
}

extension Kernels {
  /// The largest value of each window, and its place in the input.
  static func maximumPool(
    _ input: Storage,
    _ geometry: ConvolutionGeometry
  ) -> (values: Storage, places: Places) {
    let g = geometry
    require(input.count <= Int(Int32.max), "maxPool2D: more than 2³¹ values")
    let channels = g.input.channels
    let count = g.batch * g.output.height * g.output.width * channels
    let values = Storage(count: count)
    let indices = [Int32](unsafeUninitializedCapacity: count) { buffer, initialized in
      let places = UncheckedBuffer(buffer)
      ThreadPool.forEach(g.batch * g.output.height, grain: 4, alignment: 1) { rows in
        for row in rows {
          let (image, y) = row.quotientAndRemainder(dividingBy: g.output.height)
          for x in 0..<g.output.width {
            let start = (row * g.output.width + x) * channels
            maximumOfWindow(
              input,
              g,
              image: image,
              y: y,
              x: x,
              values: values.base + start,
              places: places.base + start
            )
          }
        }
      }
      initialized = count
    }
    return (values, Places(indices))
  }

  /// The values at the given places.
  static func pick(_ source: Storage, at places: Places) -> Storage {
    let result = Storage(count: places.indices.count)
    places.indices.withUnsafeBufferPointer { indices in
      for index in indices.indices { result.base[index] = source.base[Int(indices[index])] }
    }
    return result
  }

  /// Zeros with the given values added at the given places.
  static func addAt(_ places: Places, _ values: Storage, count: Int) -> Storage {
    let result = Storage(count: count)
    fill(result, with: 0)
    places.indices.withUnsafeBufferPointer { indices in
      for index in indices.indices { result.base[Int(indices[index])] += values.base[index] }
    }
    return result
  }

  private static func maximumOfWindow(
    _ input: Storage,
    _ g: ConvolutionGeometry,
    image: Int,
    y: Int,
    x: Int,
    values: UnsafeMutablePointer<Float>,
    places: UnsafeMutablePointer<Int32>
  ) {
    let channels = g.input.channels
    let top = y * g.stride.vertical - g.paddingBefore.vertical
    let left = x * g.stride.horizontal - g.paddingBefore.horizontal
    let rows = max(top, 0)..<max(min(top + g.kernel.vertical, g.input.height), max(top, 0))
    let columns =
      max(left, 0)..<max(min(left + g.kernel.horizontal, g.input.width), max(left, 0))
    require(!rows.isEmpty && !columns.isEmpty, "maxPool2D: a window of padding only")
    var isFirst = true
    for row in rows {
      for column in columns {
        let place = ((image * g.input.height + row) * g.input.width + column) * channels
        let pixel = input.base + place
        // Not a number wins: it must not vanish.
        for channel in 0..<channels
        where isFirst || pixel[channel] > values[channel] || pixel[channel].isNaN {
          values[channel] = pixel[channel]
          places[channel] = Int32(place + channel)
        }
        isFirst = false
      }
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
}
