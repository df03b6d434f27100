import Datasets
import Testing

@Suite struct PixelStatisticsTests {
  @Test(arguments: [(1, 1, 1, 1), (3, 2, 5, 3), (200, 3, 1, 1), (64, 2, 2, 3)])
  func areThoseOfTheDefinition(_ count: Int, _ height: Int, _ width: Int, _ channels: Int) throws {
    let shape = ImageShape(height: height, width: width, channels: channels)
    let pixels = (0..<count * shape.byteCount).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
    let found = try PixelStatistics(of: StoredDataset(name: "a", shape: shape, pixels: pixels))
    #expect(found.means.count == channels && found.deviations.count == channels)
    for channel in 0..<channels {
      let values = stride(from: channel, to: pixels.count, by: channels)
        .map { Double(pixels[$0]) / 255 }
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      // Sums of at most a few thousand terms of size 1.
      #expect(abs(found.means[channel] - mean) < 1e-12)
      #expect(abs(found.deviations[channel] - square.squareRoot()) < 1e-12)
    }
  }

  @Test func imageThatCannotBeReadIsAProblem() {
    #expect(throws: Unreadable.self) { try PixelStatistics(of: BrokenDataset()) }
  }

  private struct Unreadable: Error {}

  /// Ten images, of which the eighth cannot be read.
  private struct BrokenDataset: ImageDataset {
    let name = "broken"
    let count = 10
    let shape = ImageShape(height: 1, width: 1, channels: 1)
    let labels: [Int]? = nil

    func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) throws {
      if index == 7 { throw Unreadable() }
      pixels.update(repeating: 0)
    }
  }
}
