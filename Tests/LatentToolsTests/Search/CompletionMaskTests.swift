import Archives
import Datasets
import FileTestSupport
import Imaging
import LatentTools
import Recipes
import Testing

/// What is missing, and what its surroundings weigh.
@Suite struct CompletionMaskTests {
  private let shape = ImageShape(height: 8, width: 12, channels: 3)

  private func rows(_ mask: CompletionMask) -> [String] {
    (0..<mask.height).map { row in
      (0..<mask.width).map { mask.isMissing[row * mask.width + $0] ? "#" : "." }.joined()
    }
  }

  @Test func centerIsTheMiddle() {
    let (out, across) = ("............", "...######...")
    #expect(
      rows(MaskPattern.center.mask(for: shape))
        == [out, out, across, across, across, across, out, out]
    )
  }

  @Test func leftIsTheLeftHalf() {
    let mask = MaskPattern.left.mask(for: shape)
    #expect(rows(mask) == Array(repeating: "######......", count: 8))
  }

  @Test func gridIsEveryFourthLine() {
    let (open, line) = ("...#...#...#", "############")
    #expect(
      rows(MaskPattern.grid.mask(for: shape))
        == [open, open, open, line, open, open, open, line]
    )
  }

  @Test func randomIsFourFifths() {
    let masks = [1, 1, 2].map { MaskPattern.random.mask(for: shape, seed: $0) }
    #expect(masks[0].missingCount == 76)
    #expect(masks[0] == masks[1])
    #expect(masks[0] != masks[2])
  }

  @Test(arguments: [3, 5, 7, 99], MaskPattern.allCases)
  func weightsAreSharesOfTheWindow(_ window: Int, _ pattern: MaskPattern) {
    let mask = pattern.mask(for: shape)
    let weights = mask.weights(window: window)
    for row in 0..<8 {
      for column in 0..<12 {
        var (missing, all) = (0, 0)
        for y in max(0, row - window / 2)...min(7, row + window / 2) {
          for x in max(0, column - window / 2)...min(11, column + window / 2) {
            all += 1
            if mask.isMissing[y * 12 + x] { missing += 1 }
          }
        }
        let place = row * 12 + column
        let expected = mask.isMissing[place] ? 0 : Float(missing) / Float(all)
        #expect(weights[place] == expected, "at \(row), \(column)")
      }
    }
  }

  @Test func brightIsMissing() throws {
    let folder = try TemporaryFolder()
    // Twice as large as the recipe's images: each square of four becomes one pixel.
    let pixels = (0..<56 * 56).map { UInt8($0 % 56 < 20 ? 255 : 10) }
    let image = Image(height: 56, width: 56, channels: 1, pixels: pixels)
    try PNG.write(image, to: folder("mask.png"))
    let mask = try CompletionMask(
      of: TargetImage(readingFrom: folder("mask.png"), for: .mlpMNIST)
    )
    #expect(rows(mask) == Array(repeating: "##########..................", count: 28))
  }

  @Test(arguments: [0, 127, 128, 255] as [UInt8])
  func masksOfOneKindAreRefused(_ shade: UInt8) throws {
    let folder = try TemporaryFolder()
    let image = Image(height: 28, width: 28, channels: 3, filledWith: shade)
    try PNG.write(image, to: folder("mask.png"))
    #expect(throws: FileProblem.self) {
      try CompletionMask(of: TargetImage(readingFrom: folder("mask.png"), for: .mlpMNIST))
    }
  }
}
