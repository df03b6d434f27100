import Archives
import FileTestSupport
import Imaging
import Testing

/// The integral of a row of unit pixels from `start` to `end`, divided by the length: straight from
/// the definition.
private func average(_ values: [Double], from start: Double, to end: Double) -> Double {
  let steps = 10_000
  let sum = (0..<steps).reduce(0.0) { sum, step in
    let place = start + (end - start) * (Double(step) + 0.5) / Double(steps)
    return sum + values[min(Int(place), values.count - 1)]
  }
  return sum / Double(steps)
}

@Suite struct ResizingTests {
  @Test func halvingAveragesFour() {
    let original = image(4, 6, 3) { row, column, channel in row * 40 + column * 7 + channel }
    let halved = image(2, 3, 3) { row, column, channel in
      let sum = [(0, 0), (0, 1), (1, 0), (1, 1)].reduce(0) { sum, place in
        sum + Int(original[2 * row + place.0, 2 * column + place.1, channel])
      }
      return (sum + 2) / 4
    }
    #expect(original.resized(toHeight: 2, width: 3) == halved)
  }

  @Test(arguments: [(10, 7), (10, 3), (10, 1), (33, 32), (100, 9)])
  func shrinkingIsTheAreaAverage(_ old: Int, _ new: Int) {
    var generator = SplitMix64(state: 5)
    let row = image(1, old, 1) { _, _, _ in Int.random(in: 0...255, using: &generator) }
    let scale = Double(old) / Double(new)
    let shrunk = row.resized(toHeight: 1, width: new)
    for pixel in 0..<new {
      let expected = average(
        row.pixels.map(Double.init),
        from: Double(pixel) * scale,
        to: Double(pixel + 1) * scale
      )
      // Half a unit of rounding, and what the numeric integral is off by.
      #expect(abs(Double(shrunk.pixels[pixel]) - expected) < 0.6)
    }
    // Rows and columns are treated alike.
    let column = Image(height: old, width: 1, channels: 1, pixels: row.pixels)
    #expect(column.resized(toHeight: new, width: 1).pixels == shrunk.pixels)
  }

  @Test func enlargingIsLinear() {
    let row = Image(height: 1, width: 3, channels: 1, pixels: [0, 100, 200])
    #expect(row.resized(toHeight: 1, width: 6).pixels == [0, 25, 75, 125, 175, 200])
    #expect(row.resized(toHeight: 2, width: 3).pixels == [0, 100, 200, 0, 100, 200])
    let single = Image(height: 1, width: 1, channels: 3, pixels: [1, 2, 3])
    #expect(single.resized(toHeight: 3, width: 2) == image(3, 2, 3) { $2 + 1 })
  }

  @Test(arguments: [(5, 7), (19, 8), (32, 32), (60, 31), (1, 1)])
  func lanczosIsPillows(_ height: Int, _ width: Int) throws {
    let noise = try ImageFile.read(fixture("noise.png"))
    let resized = noise.resized(toHeight: height, width: width, by: .lanczos)
    let path = fixture("lanczos_\(height)x\(width).bytes")
    let expected = try InputFile.read(path, limit: 10_000)
    #expect((resized.height, resized.width) == (height, width))
    #expect(resized.pixels.count == expected.count)
    // Both round sums of floats, added in another order: next to a half they may part.
    let differences = zip(resized.pixels, expected).map { abs(Int($0) - Int($1)) }
    #expect(differences.max() ?? 0 <= 1)
    #expect(differences.count { $0 > 0 } <= expected.count / 100)
  }

  @Test(arguments: [(1, 1), (3, 50), (64, 64), (13, 200), (7, 10)])
  func oneColorStaysItself(_ height: Int, _ width: Int) {
    for value: UInt8 in [0, 1, 127, 254, 255] {
      let original = Image(height: 7, width: 10, channels: 3, filledWith: value)
      for filter in ResizingFilter.allCases {
        let resized = original.resized(toHeight: height, width: width, by: filter)
        #expect(resized == Image(height: height, width: width, channels: 3, filledWith: value))
      }
    }
  }
}
