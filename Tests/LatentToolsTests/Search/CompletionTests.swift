import Adversarial
import Archives
import Datasets
import GANTestSupport
import Imaging
import LatentTools
import Recipes
import Testing

/// Holes in generated images are filled with what was there.
@Suite struct CompletionTests {
  private let search = SearchSettings(steps: 200, restarts: 6, seed: 1)

  @Test(arguments: RecipeName.allCases)
  func generatedImageIsRestored(_ name: RecipeName) throws {
    let gan = GAN.lively(name)
    let mask = MaskPattern.center.mask(for: gan.recipe.image)
    let completion = try Completion(
      of: mask,
      in: gan.saved(withDiscriminator: false),
      CompletionSettings(search: search, priorWeight: 0)
    )
    let filled = try completion(gan.target()).error
    // Filled with another image's middle.
    let other = try completion.grid(of: [completion(gan.target(seed: 8))])
    #expect(other.width == 3 * (gan.recipe.image.width + 1) + 1)
    let usual = usualError(of: gan, in: mask)
    #expect(filled.meanSquare < 0.2 * usual, "\(filled.meanSquare) of \(usual)")
  }

  /// The mean squared distance of images in a hole.
  private func usualError(of gan: GAN, in mask: CompletionMask) -> Double {
    let target = gan.target().image
    var (sum, count) = (0.0, 0.0)
    for seed in 100..<120 {
      let other = gan.target(seed: UInt64(seed)).image
      for (index, value) in other.pixels.enumerated()
      where mask.isMissing[index / other.channels] {
        let distance = (Double(value) - Double(target.pixels[index])) / 255
        sum += distance * distance
        count += 1
      }
    }
    return sum / count
  }

  @Test(arguments: [true, false], MaskPattern.allCases)
  func knownPixelsStayAsTheyAre(_ blends: Bool, _ pattern: MaskPattern) throws {
    let gan = GAN.lively(.upsamplingMNIST)
    let short = SearchSettings(steps: 3, restarts: 2)
    let mask = pattern.mask(for: gan.recipe.image)
    let completion = try Completion(
      of: mask,
      in: gan.saved(),
      CompletionSettings(search: short, blends: blends)
    )
    let pixels = (0..<784).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let image = Image(height: 28, width: 28, channels: 1, pixels: pixels)
    let grid = try completion.grid(
      of: [completion(TargetImage(name: "stripes", image: image))]
    )
    // A border of one pixel around three images.
    for pixel in 0..<784 {
      let (row, column) = (1 + pixel / 28, 1 + pixel % 28)
      #expect(grid[row, column] == pixels[pixel])
      #expect(grid[row, column + 29] == (mask.isMissing[pixel] ? 128 : pixels[pixel]))
      if !mask.isMissing[pixel] { #expect(grid[row, column + 58] == pixels[pixel]) }
    }
  }

  /// What is missing must not matter: it is what nobody knows.
  @Test func missingPixelsAreNotLookedAt() throws {
    let gan = GAN.lively(.dcganMNIST)
    let mask = MaskPattern.left.mask(for: gan.recipe.image)
    let completion = try Completion(
      of: mask,
      in: gan.saved(),
      CompletionSettings(search: SearchSettings(steps: 4, restarts: 2))
    )
    let image = gan.target().image
    let other = Image(
      height: 28,
      width: 28,
      channels: 1,
      pixels: image.pixels.enumerated().map { mask.isMissing[$0.offset] ? 200 : $0.element }
    )
    let found = try [image, other].map {
      try completion(TargetImage(name: "image", image: $0)).z
    }
    #expect(found[0] == found[1])
  }

  @Test func priorNeedsADiscriminatorAndMatters() throws {
    let gan = GAN.lively(.dcganCIFAR10)
    let lonely = try gan.saved(withDiscriminator: false)
    let mask = MaskPattern.center.mask(for: gan.recipe.image)
    #expect(throws: FileProblem.self) { try Completion(of: mask, in: lonely) }
    let checkpoint = try gan.saved()
    let found = try [0, 1].map { (weight: Float) in
      let settings = CompletionSettings(
        search: SearchSettings(steps: 10, restarts: 2),
        priorWeight: weight
      )
      return try Completion(of: mask, in: checkpoint, settings)(gan.target())
    }
    #expect(found[0].z != found[1].z)
  }

  /// The prior loss is the recipe's generator loss.
  @Test(arguments: Objective.allCases)
  func everyObjectiveIsAPrior(_ objective: Objective) throws {
    let gan = GAN.lively(.dcganMNIST) { $0.objective = objective }
    let completion = try Completion(
      of: MaskPattern.center.mask(for: gan.recipe.image),
      in: gan.saved(),
      CompletionSettings(search: SearchSettings(steps: 20, restarts: 2), priorWeight: 0.1)
    )
    var losses: [Double] = []
    _ = try completion(gan.target()) { _, loss in losses.append(loss) }
    #expect(losses.count == 21 && losses[20] < losses[0], "\(losses)")
  }

  @Test(arguments: [1, 2, 4, 1025])
  func senselessWindowsAreRefused(_ window: Int) {
    #expect(throws: RecipeProblem.self) { try CompletionSettings(window: window).validate() }
  }

  @Test(arguments: [-1, .nan, .infinity] as [Float])
  func senselessPriorsAreRefused(_ weight: Float) {
    #expect(throws: RecipeProblem.self) { try CompletionSettings(priorWeight: weight).validate() }
  }
}
