import Adversarial
import Randomness
import TensorCore
import TestSupport
import Testing

@Suite struct AugmentationPipeTests {
  typealias Change = AugmentationPipe.Change

  private func pipe(
    _ changes: [Change],
    _ probability: Double,
    of range: PixelRange = .symmetric,
    seed: UInt64 = 1
  ) -> AugmentationPipe {
    let random = RandomStream(seed: seed, purpose: "augmentation")
    return AugmentationPipe(changes, of: range, probability: probability, using: random)
  }

  @Test func changesNoBitAtAProbabilityOfZero() {
    let images = Tensor.sample([4, 6, 6, 3], seed: 1)
    let random = RandomStream(seed: 1, purpose: "augmentation")
    let pipe = AugmentationPipe(Change.allCases, of: .symmetric, using: random)
    #expect(pipe(images).scalars == images.scalars)
  }

  /// As many images are changed as the probability says, within four deviations.
  @Test(
    arguments: [Change.scale, .fractionalShifts, .brightness, .contrast, .hue, .cutout],
    [0.25, 1]
  )
  func changesAsManyImagesAsItSays(_ change: Change, _ probability: Double) {
    let images = Tensor.sample([800, 8, 8, 3], seed: 2)
    let found = pipe([change], probability)(images)
    let size = 8 * 8 * 3
    let (before, after) = (images.scalars, found.scalars)
    let changed = (0..<800).count { image in
      let range = (image * size)..<((image + 1) * size)
      return zip(before[range], after[range]).contains { abs($0 - $1) > 1e-5 }
    }
    let deviation = (800 * probability * (1 - probability)).squareRoot()
    #expect(abs(Double(changed) - 800 * probability) <= 4 * deviation)
  }

  /// Mirroring, quarter turns and whole shifts move pixels and make no new values.
  @Test(arguments: [Change.mirroring, .quarterTurns, .integerShifts])
  func blittingMovesPixels(_ change: Change) {
    let image = Tensor.distinctSample([1, 6, 6, 1], seed: 3)
    let found = pipe([change], 1)(image.broadcast(to: [40, 6, 6, 1]))
    let values = Set(image.scalars)
    #expect(found.scalars.allSatisfy(values.contains))
    let kinds = Set((0..<40).map { Array(found.scalars[($0 * 36)..<($0 * 36 + 36)]) })
    let most = [Change.mirroring: 2, .quarterTurns: 4, .integerShifts: 9]
    #expect(kinds.count == most[change])
  }

  /// An image that is no square is turned upside down at most.
  @Test func onlySquaresAreTurnedToTheSide() {
    let image = Tensor.distinctSample([1, 4, 6, 1], seed: 3)
    let found = pipe([.quarterTurns], 1)(image.broadcast(to: [40, 4, 6, 1]))
    let kinds = Set((0..<40).map { Array(found.scalars[($0 * 24)..<($0 * 24 + 24)]) })
    #expect(kinds == [image.scalars, image.scalars.reversed()])
  }

  /// What does not change brightness keeps each pixel's mean, what changes it keeps the colors' differences.
  @Test func colorsAreChangedAlongOrAcrossGray() {
    let images = Tensor.sample([50, 4, 4, 3], seed: 4)
    let mean = images.mean(along: [3], keepingAxes: true)
    let colored = pipe([.hue, .saturation], 1)(images)
    let coloredMean = colored.mean(along: [3], keepingAxes: true)
    expectClose(coloredMean, mean.scalars.map(Double.init), absolute: 1e-6)
    let bright = pipe([.brightness, .lumaFlip], 1)(images)
    let brightMean = bright.mean(along: [3], keepingAxes: true)
    let differences = (images - mean).scalars.map(Double.init)
    expectClose(bright - brightMean, differences, absolute: 1e-6)
    // Turned colors are as strong as before.
    let turned = pipe([.hue], 1)(images)
    let strength = (images - mean).squared.sum(along: [3]).scalars.map(Double.init)
    expectClose((turned - mean).squared.sum(along: [3]), strength, absolute: 1e-5)
  }

  /// A gray image has no colors to turn; dark for bright it is the negative.
  @Test func grayImagesHaveBrightnessOnly() {
    let images = Tensor.sample([40, 4, 4, 1], seed: 5)
    #expect(pipe([.hue, .saturation], 1)(images).scalars == images.scalars)
    let found = pipe([.lumaFlip], 1)(images)
    let flipped = (0..<40).count { image in
      let index = image * 16
      return abs(found.scalars[index] + images.scalars[index]) < 1e-6
    }
    // Half of the times, within four deviations of a fair coin.
    #expect(abs(flipped - 20) <= 12)
  }

  @Test func doesTheSameInBothRanges() {
    let images = Tensor.sample([5, 8, 8, 3], seed: 6)
    let symmetric = pipe(Change.allCases, 0.7)(images)
    let unit = pipe(Change.allCases, 0.7, of: .unit)(images * 0.5 + 0.5)
    expectClose(unit * 2 - 1, symmetric.scalars.map(Double.init), absolute: 1e-5)
  }

  @Test(arguments: [1, 3]) func isDifferentiableTwice(_ channels: Int) {
    checkGradients(
      of: { pipe(Change.allCases, 0.7)($0[0]).squared },
      at: [.sample([3, 6, 5, channels], seed: 7)]
    )
  }
}
