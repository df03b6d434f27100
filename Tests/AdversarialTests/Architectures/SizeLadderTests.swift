import Adversarial
import Datasets
import Testing

@Suite struct SizeLadderTests {
  /// A size and the shorter sides that its networks pass through.
  static let ladders: [(image: (Int, Int), heights: [Int], widths: [Int])] = [
    ((16, 16), [4, 8, 16], [4, 8, 16]),
    ((28, 28), [7, 14, 28], [7, 14, 28]),
    ((32, 32), [4, 8, 16, 32], [4, 8, 16, 32]),
    ((48, 48), [6, 12, 24, 48], [6, 12, 24, 48]),
    ((64, 64), [4, 8, 16, 32, 64], [4, 8, 16, 32, 64]),
    ((96, 96), [6, 12, 24, 48, 96], [6, 12, 24, 48, 96]),
    ((128, 128), [4, 8, 16, 32, 64, 128], [4, 8, 16, 32, 64, 128]),
    ((48, 64), [6, 12, 24, 48], [8, 16, 32, 64]),
    ((128, 32), [16, 32, 64, 128], [4, 8, 16, 32]),
  ]

  @Test(arguments: ladders.indices) func theShorterSideDecidesOnTheDepth(_ index: Int) {
    let (size, heights, widths) = Self.ladders[index]
    let image = ImageShape(height: size.0, width: size.1, channels: 3)
    let halvings = SizeLadder.usualHalvings(of: image)
    for rounding in [SizeLadder.Rounding.down, .up] {
      let ladder = SizeLadder(of: image, halvings: halvings, rounding: rounding)
      #expect(ladder.sizes.map(\.height) == heights)
      #expect(ladder.sizes.map(\.width) == widths)
      #expect(ladder.first.pixelCount == heights[0] * widths[0])
    }
  }

  @Test func halfAPixelIsRoundedAsTheConvolutionDoes() {
    let image = ImageShape(height: 30, width: 23, channels: 1)
    let down = SizeLadder(of: image, halvings: 2, rounding: .down)
    #expect(down.sizes.map(\.height) == [7, 15, 30] && down.sizes.map(\.width) == [5, 11, 23])
    let up = SizeLadder(of: image, halvings: 2, rounding: .up)
    #expect(up.sizes.map(\.height) == [8, 15, 30] && up.sizes.map(\.width) == [6, 12, 23])
  }

  @Test(arguments: [("64", 64, 64), ("48x64", 48, 64), ("1x3", 1, 3)])
  func sizesAreReadAndWrittenAlike(_ text: String, _ height: Int, _ width: Int) throws {
    let size = try #require(ImageSize(text))
    #expect(size.height == height && size.width == width && size.description == text)
  }

  @Test(arguments: ["", "x", "64x", "x64", "0", "-3", "3x-3", "1x2x3", "64 ", "6.4", "48×64"])
  func whatIsNoSizeIsRefused(_ text: String) { #expect(ImageSize(text) == nil) }
}
