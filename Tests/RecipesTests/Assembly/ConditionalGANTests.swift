import Adversarial
import Archives
import Datasets
import Evaluation
import FileTestSupport
import GANTestSupport
import Imaging
import NeuralNetworks
import Optimizers
import Randomness
import Recipes
import TensorCore
import TestSupport
import Testing
import Training

/// The way of classes from a batch to both networks, their penalties and what is sampled, tried with a small
/// pair of conditional networks.
@Suite struct ConditionalGANTests {
  /// A recipe for each of the three training steps.
  private static let steps = [RecipeName.dcganCIFAR10, .mlpMNIST, .upsamplingMNIST]

  /// Images of one value each, which is their label's: what a network is given tells its class.
  private func batch(_ count: Int, of gan: GAN, seed: Int = 0) -> ImageBatch {
    let labels = (0..<count).map { ($0 * 7 + seed) % 3 }
    return ImageBatch(
      shape: gan.recipe.image,
      count: count,
      pixels: labels.flatMap { label in
        [UInt8](repeating: UInt8(100 * label), count: gan.recipe.image.byteCount)
      },
      labels: labels
    )
  }

  /// The class that an image of `batch` has, or `nil` for another one.
  private func label(of images: Tensor, _ index: Int, in gan: GAN) -> Int? {
    let size = gan.recipe.image.byteCount
    let pixels = images.scalars[index * size..<(index + 1) * size]
    let (low, high) = (pixels.min() ?? 0, pixels.max() ?? 1)
    guard low == high else { return nil }
    return (0..<3).first { label in
      let value = Float(100 * label) * gan.recipe.pixelRange.span / 255
      return abs(low - (gan.recipe.pixelRange == .unit ? value : value - 1)) < 1e-5
    }
  }

  private func networks(_ gan: GAN) throws -> (ConditionalGenerator, ConditionalDiscriminator) {
    (
      try #require(gan.generator as? ConditionalGenerator),
      try #require(gan.discriminator as? ConditionalDiscriminator)
    )
  }

  /// In every call, of the discriminator steps and of the penalty at real images, each real image comes with
  /// its own label; the generator is asked for classes as often as for vectors.
  @Test(arguments: steps, [1, 3])
  func labelsReachBothNetworks(_ name: RecipeName, _ discriminatorSteps: Int) throws {
    let gan = GAN.conditional(name) { recipe in
      recipe.discriminatorSteps = discriminatorSteps
      recipe.batchSize = 4
      recipe.r1 = 1
    }
    let (generator, discriminator) = try networks(gan)
    let updater = GANUpdater(gan)
    for iteration in 0..<3 {
      discriminator.seen.reset()
      generator.seen.reset()
      let observed = try updater.update(
        batch(4 * discriminatorSteps, of: gan, seed: iteration)
      )
      #expect(observed.firstNonFinite == nil)
      var real = 0
      for (images, condition) in discriminator.seen.calls {
        let labels = try #require(condition.labels)
        #expect(labels.count == images.shape[0])
        for (index, label) in labels.enumerated() {
          guard let own = self.label(of: images, index, in: gan) else { continue }
          real += 1
          #expect(own == label)
        }
      }
      // Each real image is seen by the objective and by the penalty.
      #expect(real == 2 * 4 * discriminatorSteps)
      for (z, condition) in generator.seen.calls {
        #expect(condition.count == z.shape[0])
      }
      let asked = generator.seen.calls.flatMap { $0.condition.labels ?? [] }
      #expect(Set(asked).isSubset(of: 0..<3))
    }
  }

  /// The discriminator is told of generated images what the generator was asked for.
  @Test(arguments: steps)
  func generatedImagesKeepTheirClass(_ name: RecipeName) throws {
    let gan = GAN.conditional(name)
    let (generator, discriminator) = try networks(gan)
    _ = try GANUpdater(gan).update(batch(3, of: gan))
    let asked = generator.seen.calls.flatMap { $0.condition.labels ?? [] }
    var told: [[Int]] = []
    for (images, condition) in discriminator.seen.calls {
      let labels = try #require(condition.labels)
      let generated = labels.indices.filter { label(of: images, $0, in: gan) == nil }
      if !generated.isEmpty { told.append(generated.map { labels[$0] }) }
    }
    // Every batch of generated images that is told of is one that was asked for.
    let batches = stride(from: 0, to: asked.count, by: 3).map { Array(asked[$0..<$0 + 3]) }
    #expect(!told.isEmpty && told.allSatisfy { batches.contains($0) })
    #expect(batches.allSatisfy { told.contains($0) })
  }

  /// Images with their labels in another order have the same loss but for rounding.
  ///
  /// Labels that do not move with their images make another batch.
  @Test(arguments: [RecipeName.mlpMNIST, .upsamplingMNIST])
  func labelsMoveWithTheirImages(_ name: RecipeName) throws {
    let order = [2, 0, 1, 5, 3, 4]
    func loss(_ change: (Examples) -> Examples) throws -> Float {
      let gan = GAN.conditional(name) { $0.r1 = 2 }
      let real = change(gan.examples(batch(6, of: gan)))
      return try gan.trainingStep(real: real) { gan.sampler.inputs(seed: 3)($0) }.discriminatorLoss
    }
    func moved(_ tensor: Tensor) -> Tensor {
      concatenate(order.map { tensor.slice($0..<($0 + 1), along: 0) })
    }
    func moved(_ condition: Condition) -> Condition {
      order.dropFirst().reduce(condition[order[0]..<order[0] + 1]) {
        $0.joined(with: condition[$1..<$1 + 1])
      }
    }
    let plain = try loss { $0 }
    let together = try loss { Examples(moved($0.images), moved($0.condition)) }
    let apart = try loss { Examples(moved($0.images), $0.condition) }
    // Sums of six terms of about 1 in another order.
    #expect(abs(together - plain) < 1e-5)
    #expect(abs(apart - plain) > 1e-4)
  }

  @Test func penaltiesBetweenImagesAreOfTheRealImagesClass() throws {
    let gan = GAN.conditional { $0.gradientPenalty = 10 }
    let (_, discriminator) = try networks(gan)
    _ = try GANUpdater(gan).update(batch(3, of: gan))
    let real = batch(3, of: gan).labels
    // Between real and generated: of no single value, with the real images' labels.
    let between = discriminator.seen.calls.contains { images, condition in
      condition.labels == real && label(of: images, 0, in: gan) == nil
    }
    #expect(between)
  }

  /// The stream of classes is a part of the state, and only where there are classes.
  @Test func runsContinueWithTheirClasses() throws {
    let whole = GANUpdater(GAN.conditional())
    let first = GANUpdater(GAN.conditional())
    let gan = GAN.conditional()
    for index in 0..<4 { _ = try whole.update(batch(3, of: gan, seed: index)) }
    for index in 0..<2 { _ = try first.update(batch(3, of: gan, seed: index)) }
    let state = try first.state()
    #expect(state["random/labels"] != nil)
    let second = GANUpdater(gan)
    try second.restore(from: StateReader(state, file: "state"))
    for index in 2..<4 { _ = try second.update(batch(3, of: gan, seed: index)) }
    #expect(try second.state() == whole.state())
    #expect(try GANUpdater(GAN(.narrow(.mlpMNIST))).state()["random/labels"] == nil)
  }

  @Test func aConditionalGeneratorCanBeAveraged() throws {
    let gan = GAN.conditional { $0.averageDecay = 0.5 }
    _ = try GANUpdater(gan).update(batch(3, of: gan))
    #expect(gan.samplingGenerator !== gan.generator)
    #expect(gan.samplingGenerator === gan.generatorAverage?.model)
    #expect(gan.sampler.grid(rows: 2, columns: 2, seed: 1).height == 32)
  }

  /// Samples have the classes that they were asked for, and are the same by ones as by hundreds.
  @Test func samplesAreOfClasses() throws {
    let gan = GAN.conditional(classes: 4)
    let samples = GeneratorSamples(of: gan.sampler, named: "generator")
    var labels: [Int] = []
    var images: [Image] = []
    try samples.forEachBatch(of: 130, seed: 5) { batch in
      labels += try #require(batch.labels)
      images += batch.images
    }
    #expect(labels.count == 130 && Set(labels) == [0, 1, 2, 3])
    let grid = gan.sampler.grid(rows: 1, columns: 130, seed: 5)
    #expect(grid == ImageGrid(rows: 1, columns: 130).image(of: images))
    // The same vector of another class is another image.
    let input = gan.sampler.inputs(seed: 5)(1)
    let others = (0..<4).map { label in
      gan.sampler.generate(from: GeneratorInput(input.z, .classes([label], of: 4))).scalars
    }
    #expect(Set(others).count == 4)
  }

  /// Samples are of the classes of real images, whatever their number, and of the same latent vectors as any.
  @Test func samplesAreOfTheClassesOfRealImages() throws {
    let gan = GAN.conditional(classes: 4)
    let labels = [3, 0, 3, 1, 3, 0, 2]
    let samples = GeneratorSamples(of: gan.sampler, named: "generator", ofClasses: labels)
    var (found, images): ([Int], [Image]) = ([], [])
    try samples.forEachBatch(of: 130, seed: 5) { batch in
      found += try #require(batch.labels)
      images += batch.images
    }
    #expect(found == (0..<130).map { labels[$0 % 7] })
    let drawn = gan.sampler.inputs(seed: 5)(100)
    let input = GeneratorInput(drawn.z, .classes(Array(found[..<100]), of: 4))
    #expect(images[..<100].elementsEqual(gan.sampler.samples(of: input)))
  }
}
