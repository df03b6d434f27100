import Adversarial
import Datasets
import Optimizers
import Recipes
import Testing
import Training

/// What `pictures` becomes for images of one's own.
@Suite struct OwnImagesTests {
  private struct Images: ImageDataset {
    var count: Int
    var shape: ImageShape
    var labels: [Int]?
    let name = "images"
    func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) {
      pixels.initialize(repeating: 0)
    }
  }

  private func recipe(
    _ count: Int,
    _ height: Int,
    _ width: Int,
    channels: Int = 3,
    labels: [Int]? = nil
  ) -> Recipe {
    let shape = ImageShape(height: height, width: width, channels: channels)
    return .chosen(for: Images(count: count, shape: shape, labels: labels), at: "somewhere")
  }

  @Test(arguments: [
    (64, 64, 64, 64), (28, 28, 28, 28), (32, 48, 32, 48), (16, 16, 16, 16), (1200, 800, 64, 64),
    (50, 51, 50, 51), (48, 200, 64, 64), (47, 200, 32, 32), (33, 33, 33, 33), (23, 100, 16, 16),
    (8, 8, 16, 16), (1, 1, 16, 16),
  ]) func sizesFollowFromTheImages(_ height: Int, _ width: Int, _ h: Int, _ w: Int) throws {
    let recipe = recipe(1000, height, width)
    #expect(recipe.image == ImageShape(height: h, width: w, channels: 3))
    try recipe.validate()
  }

  @Test(arguments: [(1, 1), (2, 3), (3, 3), (4, 3)]) func colorFollowsFromTheImages(
    _ channels: Int,
    _ expected: Int
  ) {
    #expect(recipe(1000, 100, 100, channels: channels).image.channels == expected)
  }

  @Test(arguments: [
    (1, 9000), (500, 9000), (3_926, 9000), (8_000, 17_500), (13_715, 30_000), (1_000_000, 30_000),
  ]) func lengthAndRatesFollowFromTheCount(_ count: Int, _ iterations: Int) {
    let recipe = recipe(count, 64, 64)
    #expect(recipe.length == .iterations(iterations))
    for optimizer in [recipe.generatorOptimizer, recipe.discriminatorOptimizer] {
      #expect(optimizer.schedule == .cosine(to: 0.05, over: iterations))
    }
    #expect(recipe.augmentation == .none)
    #expect(recipe.dataset == "somewhere")
  }

  /// Classes of fewer than 100 images are left out of account, as is a single one.
  @Test func classesNeedImages() {
    let hundred = [Int](repeating: 0, count: 100) + [Int](repeating: 1, count: 100)
    #expect(recipe(200, 64, 64, labels: hundred).classes == .all)
    #expect(recipe(199, 64, 64, labels: hundred.dropLast()).classes == .none)
    #expect(recipe(100, 64, 64, labels: [Int](repeating: 0, count: 100)).classes == .none)
    #expect(recipe(200, 64, 64).classes == .none)
  }

  @Test func theChoicesAreSaid() {
    let labels = (0..<3000).map { $0 % 2 }
    let dataset = Images(count: 3000, shape: .mnist, labels: labels)
    let text = Recipe.chosen(for: dataset, at: "x").choices(for: dataset)
    #expect(
      text
        == "3,000 images, so 28×28 pixels in grayscale, 2 classes, augmentation none, 9000 iterations"
    )
  }
}
