import Adversarial
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct DifferentiableAugmentationTests {
  typealias Change = DifferentiableAugmentation.Change

  private func augmentation(
    _ changes: [Change],
    of range: PixelRange = .symmetric,
    seed: UInt64 = 1
  ) -> DifferentiableAugmentation {
    let random = RandomStream(seed: seed, purpose: "augmentation")
    return DifferentiableAugmentation(changes, of: range, using: random)
  }

  @Test func drawsAnewForEachBatchAndImage() {
    let images = Tensor.sample([2, 8, 8, 3], seed: 1)
    let twice = concatenate([images, images])
    let augment = augmentation(Change.allCases)
    let (first, second) = (augment(twice), augment(twice))
    #expect(first.scalars != second.scalars)
    let size = images.elementCount
    #expect(Array(first.scalars[..<size]) != Array(first.scalars[size...]))
    #expect(augmentation(Change.allCases)(twice).scalars == first.scalars)
  }

  /// Images from 0 to 1 are changed as the same images from −1 to 1 are.
  @Test(arguments: [1, 3]) func doesTheSameInBothRanges(_ channels: Int) {
    let images = Tensor.sample([3, 8, 12, channels], seed: 1)
    let symmetric = augmentation(Change.allCases)(images)
    let unit = augmentation(Change.allCases, of: .unit)(images * 0.5 + 0.5)
    expectClose(unit * 2 - 1, symmetric.scalars.map(Double.init), absolute: 1e-6)
  }

  /// Every shift and every place of the rectangle that the paper's code draws, and no other.
  @Test func drawsWhatThePaperDraws() {
    let draws = augmented(count: 4000, height: 12, width: 9)
    #expect(Set(draws.shifts.map(\.rows)) == Set(-2...2))
    #expect(Set(draws.shifts.map(\.columns)) == Set(-1...1))
    // Six of twelve rows are cut out, five of nine columns.
    #expect(Set(draws.middles.map(\.row)) == Set(0...12))
    #expect(Set(draws.middles.map(\.column)) == Set(0..<9))
    for numbers in [draws.brightness, draws.saturation, draws.contrast] {
      #expect(numbers.allSatisfy { (0..<1).contains($0) })
      // Of 4000 uniform numbers the mean deviates by 0.0046: four times that.
      #expect(abs(numbers.reduce(0, +) / 4000 - 0.5) < 0.019)
    }
  }

  private func augmented(count: Int, height: Int, width: Int) -> DifferentiableDraws {
    let random = RandomStream(seed: 2, purpose: "augmentation")
    return DifferentiableDraws(Change.allCases, of: [count, height, width, 3], using: random)
  }

  @Test(arguments: [1, 3]) func isDifferentiableTwice(_ channels: Int) {
    checkGradients(
      of: { augmentation(Change.allCases)($0[0]).squared },
      at: [.sample([2, 6, 5, channels], seed: 2)]
    )
  }
}
