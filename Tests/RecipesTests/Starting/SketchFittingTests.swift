import Adversarial
import Archives
import Datasets
import Distributed
import Foundation
import GANTestSupport
import NeuralNetworks
import Randomness
import Recipes
import TensorCore
import TestSupport
import Testing
import Training

/// What networks take from the images before their first iteration.
@Suite struct SketchFittingTests {
  private static let image = ImageShape(height: 16, width: 16, channels: 1)

  /// Images of which three numbers decide everything, but for a little noise.
  private func images(
    _ count: Int,
    labels: [Int]? = nil,
    shift: Double = 0
  ) -> StoredDataset {
    let random = RandomStream(seed: 1, purpose: "images")
    let patterns = (0..<3).map { _ in
      (0..<256).map { _ in Double(random.uniformInt(below: 2001)) / 1000 - 1 }
    }
    let pixels = (0..<count).flatMap { image -> [UInt8] in
      let numbers = (0..<3).map {
        Double(random.uniformInt(below: 2001)) / 1000 - 1 + Double($0) * shift
      }
      let class_ = Double(labels?[image] ?? 0)
      return (0..<256).map { pixel in
        let value = (0..<3).reduce(class_ * 20) { sum, index in
          sum + numbers[index] * patterns[index][pixel] * Double(40 >> index)
        }
        return UInt8(max(0, min(255, 110 + value + Double(random.uniformInt(below: 3)))))
      }
    }
    return StoredDataset(name: "patterns", shape: Self.image, pixels: pixels, labels: labels)
  }

  private func recipe(_ change: (inout Recipe) -> Void = { _ in }) -> Recipe {
    .narrow(.pictures) { recipe in
      recipe.image = Self.image
      recipe.own["sketch-size"] = 3
      change(&recipe)
    }
  }

  private func prepared(_ recipe: Recipe, _ dataset: any ImageDataset) throws -> (GAN, Sketches) {
    let gan = GAN(try recipe.settled(for: dataset))
    try gan.prepare(for: dataset)
    return (gan, try #require((gan.generator as? PicturesGenerator)?.sketches))
  }

  private func pixels(_ dataset: StoredDataset) throws -> [[Double]] {
    try (0..<dataset.count).map { index in
      var bytes = [UInt8](repeating: 0, count: Self.image.byteCount)
      try bytes.withUnsafeMutableBufferPointer { try dataset.copyImage(at: index, into: $0) }
      return bytes.map { Double($0) / 127.5 - 1 }
    }
  }

  /// Codes are uncorrelated, of mean 0 and variance 1, and directions are eigenvectors of the pixels' covariance.
  @Test func componentsArePrincipal() throws {
    let dataset = images(60)
    let (_, sketches) = try prepared(recipe(), dataset)
    #expect((sketches.count, sketches.groups) == (60, 1))
    let codes = sketches.codes.value
    expectClose(codes.mean(along: [0]), [0, 0, 0], absolute: 1e-4)
    let covariance = matrixProduct(codes, codes, transposingLeft: true) * (1 / 60)
    expectClose(covariance, [1, 0, 0, 0, 1, 0, 0, 0, 1], absolute: 1e-3)
    let all = try pixels(dataset)
    let mean = (0..<256).map { pixel in all.reduce(0.0) { $0 + $1[pixel] } / 60 }
    let directions = sketches.projection.value.scalars.map(Double.init)
    var previous = Double.infinity
    for component in 0..<3 {
      let v = (0..<256).map { directions[$0 * 3 + component] }
      // C·v = λ v, and v · C · v = 1 for a direction divided by its deviation.
      let products = all.map { row in (0..<256).reduce(0.0) { $0 + (row[$1] - mean[$1]) * v[$1] } }
      let image = (0..<256).map { pixel in
        zip(all, products).reduce(0.0) { $0 + ($1.0[pixel] - mean[pixel]) * $1.1 } / 60
      }
      let length = v.reduce(0.0) { $0 + $1 * $1 }
      for (found, element) in zip(image, v) { #expect(abs(found - element / length) < 1e-4) }
      // The strongest first.
      #expect(1 / length < previous)
      previous = 1 / length
    }
  }

  /// Of latent vectors, each sketch has about the same share.
  @Test func eachSketchIsAsFrequent() throws {
    let (gan, sketches) = try prepared(recipe(), images(60, shift: 1))
    let z = gan.recipe.latent.sample(20_000, using: RandomStream(seed: 9, purpose: "latent"))
    let logits = matrixProduct(
      z.slice(0..<3, along: 1),
      sketches.codes.value,
      transposingRight: true
    )
    let weights = softmax((logits - sketches.offsets.value) * 10)
    let shares = (weights.mean(along: [0]) * 60).scalars
    #expect(shares.allSatisfy { (0.7...1.3).contains($0) }, "\(shares)")
    // Without them, rare sketches are left out.
    let before = softmax(logits * 10).mean(along: [0]).scalars.map { $0 * 60 }
    #expect((before.max() ?? 0) > 3)
    // Vectors become what images are like: of mean 0 and variance 1.
    let made = sketches.sketches(for: z, .none)
    for value in made.mean(along: [0]).scalars { #expect(abs(value) < 0.05) }
    for value in made.squared.mean(along: [0]).scalars { #expect((0.85...1.1).contains(value)) }
  }

  /// The average, with which samples are made, has them, too.
  @Test func theAverageHasThem() throws {
    let (gan, sketches) = try prepared(recipe { $0.averageDecay = 0.5 }, images(20))
    let average = try #require((gan.samplingGenerator as? PicturesGenerator)?.sketches)
    #expect(average !== sketches)
    for (one, other) in zip(average.namedBuffers, sketches.namedBuffers) {
      #expect(one.value.value.isIdentical(to: other.value.value))
    }
  }

  @Test func classesHaveAsManyEach() throws {
    let labels = (0..<40).map { $0 < 28 ? 0 : $0 < 36 ? 1 : 3 }
    let dataset = images(40, labels: labels)
    let (gan, sketches) = try prepared(recipe { $0.classes = .count(4) }, dataset)
    #expect((sketches.groups, sketches.count) == (4, 28))
    #expect(gan.recipe.own["sketch-count"] == 28)
    let codes = sketches.codes.value.scalars
    func distinct(_ group: Int) -> Int {
      Set((0..<28).map { Array(codes[(group * 28 + $0) * 3..<(group * 28 + $0 + 1) * 3]) }).count
    }
    // Rare classes repeat theirs; one without images has none.
    #expect((0..<4).map(distinct) == [28, 8, 1, 4])
    #expect(codes[(2 * 28 * 3)..<(3 * 28 * 3)].allSatisfy { $0 == 0 })
  }

  /// More components than images have are zeros rather than noise.
  @Test func fewImagesHaveFewComponents() throws {
    let (_, sketches) = try prepared(recipe { $0.own["sketch-size"] = 6 }, images(4))
    let projection = sketches.projection.value.scalars
    let known = (0..<6).map { component in
      stride(from: component, to: projection.count, by: 6).contains { projection[$0] != 0 }
    }
    #expect(known == [true, true, true, false, false, false])
    #expect(sketches.codes.value.isFinite && sketches.offsets.value.isFinite)
    let (_, one) = try prepared(recipe(), images(1))
    #expect(one.projection.value.squared.sum().scalar == 0 && one.offsets.value.isFinite)
  }

  /// Half of the images are mirrored where training mirrors them.
  @Test func mirroredImagesHaveSketches() throws {
    let (_, plain) = try prepared(recipe(), images(30))
    let (_, mirrored) = try prepared(recipe { $0.flip = true }, images(30))
    #expect(!plain.projection.value.isIdentical(to: mirrored.projection.value))
  }

  /// The networks of another run, which a generator draws from its own sketches as it did from that run's.
  @Test func anotherRunsGeneratorDrawsAsBefore() throws {
    let (first, sketches) = try prepared(recipe(), images(20))
    let recipe = try Recipe(startingFrom: first.saved().path)
    #expect((recipe.own["sketch-count"] as Int?) == nil)
    let gan = GAN(try recipe.settled(for: images(30, shift: 1)))
    let taken = try gan.start(from: first.saved())
    #expect(
      taken.drawn.map { $0.prefix { $0 != " " } }
        == ["generator.sketches.codes", "generator.sketches.offsets"]
    )
    let others = images(30, shift: 1)
    try gan.prepare(for: others)
    let own = try #require((gan.generator as? PicturesGenerator)?.sketches)
    let (_, fresh) = try prepared(self.recipe(), others)
    for (one, other) in zip(own.namedBuffers, fresh.namedBuffers) {
      #expect(one.value.value.isIdentical(to: other.value.value), "\(one.path)")
    }
    #expect(!own.projection.value.isIdentical(to: sketches.projection.value))
    // Three numbers decide these images, so that old sketches follow from new ones.
    let pixels = Tensor(try self.pixels(others).flatMap { $0.map(Float.init) }, shape: [30, 256])
    let rest = Tensor.sample([30, 3], seed: 7)
    func drawn(_ gan: GAN, from sketches: Sketches) -> Tensor {
      let codes = matrixProduct(pixels, sketches.projection.value) - sketches.origin.value
      let plain = GAN(self.recipe { $0.own.reset("sketch-size") }).generator
      let values = Dictionary(uniqueKeysWithValues: gan.generator.state.map { ($0.path, $0.value) })
      plain.load { path, shape in values[path] ?? .zeros(shape) }
      return inference { plain(concatenate([codes, rest], along: 1), .none) }
    }
    let (before, after) = (drawn(first, from: sketches), drawn(gan, from: own))
    let scale = before.squared.mean().scalar.squareRoot()
    let difference = (after - before).squared.mean().scalar.squareRoot()
    #expect(scale > 0 && difference < 0.02 * scale, "\(difference) of \(scale)")
  }

  /// What was settled is in the run's recipe; recipes that say nothing take it over.
  @Test func countsAreSettled() throws {
    let settled = try recipe().settled(for: images(20))
    #expect(settled.own["sketch-count"] == 20)
    let chosen = recipe { $0.own["sketch-count"] = 7 }
    #expect(try chosen.settled(for: images(20)) == chosen)
    #expect(recipe().resolvingClasses(asIn: settled) == settled)
    let none = recipe { $0.own.reset("sketch-size") }
    #expect(try none.settled(for: images(20)) == none)
  }

  /// A resumed run is the run that was not stopped, bit by bit.
  @Test func resumedRunsKeepThem() throws {
    let recipe = recipe { $0.averageDecay = 0.5 }
    let (gan, _) = try prepared(recipe, images(20))
    let straight = GANUpdater(gan)
    for index in 0..<2 { _ = try straight.update(gan.recipe.randomBatch(index)) }
    let saved = try straight.state()
    let resumed = GANUpdater(GAN(gan.recipe))
    try resumed.restore(from: StateReader(saved, file: "a snapshot"))
    for index in 2..<4 {
      let (one, other) = (
        try straight.update(gan.recipe.randomBatch(index)),
        try resumed.update(gan.recipe.randomBatch(index))
      )
      #expect(one == other)
    }
    let (first, second) = (try straight.state(), try resumed.state())
    for name in first.names { #expect(first[name] == second[name], "\(name)") }
    #expect(first.names.contains { $0.hasSuffix("sketches.codes") })
  }

  /// The first process's are those of all; where it fails, so do all.
  @Test func processesHaveTheFirstOnes() throws {
    let (dataset, others) = (images(20), images(20, shift: 1))
    let (_, sketches) = try prepared(recipe(), dataset)
    let expected = sketches.namedBuffers.map(\.value.value.scalars)
    let settled = try recipe { $0.averageDecay = 0.5 }.settled(for: dataset)
    let found = try ThreadCommunicator.run(3) { communicator in
      let gan = GAN(settled)
      try gan.prepare(for: communicator.rank == 0 ? dataset : others, sharedBy: communicator)
      return [gan.generator, gan.samplingGenerator].map { generator in
        (generator as? PicturesGenerator)?.sketches?.namedBuffers.map(\.value.value.scalars)
      }
    }
    for buffers in found { #expect(buffers == [expected, expected]) }
    // With another run's weights, they have the same ones, too.
    let (other, _) = try prepared(recipe(), others)
    let path = try other.saved().path
    let weights = try ThreadCommunicator.run(2) { communicator in
      let gan = GAN(settled)
      _ = try gan.start(from: GeneratorCheckpoint(readingFrom: path))
      try gan.prepare(for: communicator.rank == 0 ? dataset : others, sharedBy: communicator)
      return [gan.generator, gan.samplingGenerator].flatMap { $0.parameters.map(\.value.scalars) }
    }
    #expect(weights[0] == weights[1])
    let problems = try ThreadCommunicator.run(2) { communicator -> String in
      let gan = GAN(settled)
      do { try gan.prepare(for: Unreadable(), sharedBy: communicator) } catch { return "\(error)" }
      return ""
    }
    #expect(problems.allSatisfy { $0.contains("no image 7") })
    #expect(problems[1].contains("by rank 0"))
  }

  /// Images that cannot be read.
  private struct Unreadable: ImageDataset {
    let name = "unreadable"
    let count = 20
    let shape = SketchFittingTests.image
    let labels: [Int]? = nil

    func copyImage(at index: Int, into pixels: UnsafeMutableBufferPointer<UInt8>) throws {
      throw FileProblem("images", found: "has no image 7", expected: "20 images")
    }
  }

  /// What the loss asks for is learned: images come near their sketches.
  @Test func imagesComeNearTheirSketches() throws {
    let (gan, sketches) = try prepared(
      recipe { recipe in
        recipe.batchSize = 8
        recipe.own["sketch-weight"] = Float(10)
      },
      images(40)
    )
    let input = gan.sampler.inputs(seed: 3)(50)
    func distance() -> Float {
      inference { sketches.loss(of: gan.generator(input).images, from: input) }.scalar
    }
    let before = distance()
    let updater = GANUpdater(gan)
    for index in 0..<150 { _ = try updater.update(gan.recipe.randomBatch(index)) }
    #expect(distance() < before / 4)
  }
}
