import Adversarial
import Archives
import Datasets
import FileTestSupport
import GANTestSupport
import Imaging
import LatentTools
import NeuralNetworks
import Randomness
import Recipes
import TensorCore
import Testing

/// Classes beside latent vectors in all that searches and walks, with a small conditional generator.
@Suite struct ConditionalToolsTests {
  private func checkpoint() -> GeneratorCheckpoint {
    let gan = GAN.conditional(.mlpMNIST)
    for parameter in gan.generator.parameters where parameter.shape.rank > 1 {
      parameter.value = parameter.value * 2
    }
    return GeneratorCheckpoint(of: gan, path: "a generator")
  }

  /// An image that the generator makes, as if it came from elsewhere.
  private func target(of checkpoint: GeneratorCheckpoint) -> TargetImage {
    let image = checkpoint.sampler.grid(rows: 1, columns: 1, seed: 7)
    return TargetImage(name: "generated", image: image)
  }

  @Test(arguments: [ImageDistance.l1, .l2]) func projectionTriesClasses(
    _ distance: ImageDistance
  ) throws {
    let checkpoint = checkpoint()
    let target = target(of: checkpoint)
    let settings = SearchSettings(steps: 60, restarts: 9, seed: 1)
    let projection = try Projection(in: checkpoint, by: distance, settings)
    let found = try projection(target)
    let generator = try #require(checkpoint.sampler.generator as? ConditionalGenerator)
    let asked = try #require(generator.seen.calls.last { $0.tensor.shape[0] == 9 }?.condition)
    #expect(Set(try #require(asked.labels)) == [0, 1, 2])
    // The class of the start that was best, with which the image is made.
    #expect(found.condition == asked[found.start - 1..<found.start])
    #expect(generator.seen.calls.last?.condition == found.condition)
    let arrays = projection.arrays(of: [found, found])
    let label = Int64(try #require(found.condition.labels).first ?? -1)
    #expect(arrays["label"]?.elements == .int64([label, label]))
    let folder = try TemporaryFolder()
    try projection.writeAnimation(of: [found], to: folder("way.gif"))
  }

  @Test func completionTriesClasses() throws {
    let checkpoint = checkpoint()
    let target = target(of: checkpoint)
    let mask = MaskPattern.center.mask(for: checkpoint.recipe.image)
    var settings = CompletionSettings()
    settings.search = SearchSettings(steps: 5, restarts: 4)
    settings.priorWeight = 0
    let found = try Completion(of: mask, in: checkpoint, settings)(target)
    #expect(found.condition.count == 1)
  }

  /// All images of a walk are of one class, the class of each walk its own.
  @Test func walksStayInTheirClass() throws {
    let checkpoint = checkpoint()
    let generator = try #require(checkpoint.sampler.generator as? ConditionalGenerator)
    generator.seen.reset()
    let walk = try Interpolation(in: checkpoint, pairs: 12, steps: 4, seed: 2)
    let folder = try TemporaryFolder()
    try walk.write(grid: folder("a.png"), animation: folder("a.gif"))
    let conditions = generator.seen.calls.map(\.condition)
    #expect(conditions.count == 4 && Set(conditions.compactMap(\.labels)).count == 1)
    #expect(Set(conditions.first?.labels ?? []) == [0, 1, 2])
  }

  private func seen(
    _ classes: Interpolation.Classes,
    in checkpoint: GeneratorCheckpoint
  ) throws -> [(tensor: Tensor, condition: Condition)] {
    let generator = try #require(checkpoint.sampler.generator as? ConditionalGenerator)
    generator.seen.reset()
    let walk = try Interpolation(in: checkpoint, pairs: 2, steps: 5, through: classes, seed: 2)
    let folder = try TemporaryFolder()
    try walk.write(grid: folder("a.png"), animation: folder("a.gif"))
    return generator.seen.calls
  }

  @Test func walksLeadFromClassToClass() throws {
    let checkpoint = checkpoint()
    let plain = try seen(.any, in: checkpoint)
    let one = try seen(.one("2"), in: checkpoint)
    #expect(one.allSatisfy { $0.condition == .classes([2, 2], of: 3) })
    let between = try seen(.between("2", "0", holdingVectors: false), in: checkpoint)
    for (step, call) in between.enumerated() {
      let t = Float(step) / 4
      #expect(call.condition == .shares([t, 0, 1 - t, t, 0, 1 - t], of: 3))
      #expect(call.tensor.isIdentical(to: plain[step].tensor))
      #expect(one[step].tensor.isIdentical(to: plain[step].tensor))
    }
    let held = try seen(.between("2", "0", holdingVectors: true), in: checkpoint)
    #expect(held.map(\.condition) == between.map(\.condition))
    #expect(held.allSatisfy { $0.tensor.isIdentical(to: plain[0].tensor) })
    let error = problem { _ = try seen(.between("2", "3"), in: checkpoint) }
    #expect(error?.description == "a generator: makes no class '3'; expected a number from 0 to 2")
  }

  /// The generator's own images, of each class: the class is found, and no other has as little loss.
  @Test(arguments: 0..<3) func projectionFindsTheClass(_ label: Int) throws {
    let checkpoint = checkpoint()
    let image = checkpoint.sampler.asking(for: label).grid(rows: 1, columns: 1, seed: 7)
    let target = TargetImage(name: "generated", image: image)
    let settings = SearchSettings(steps: 60, restarts: 4, seed: 1)
    let found = try Projection(in: checkpoint, settings)(target)
    #expect(found.condition == .classes([label], of: 3))
    for other in 0..<3 {
      let fixed = try Projection(in: checkpoint.asking(forClass: "\(other)"), settings)(target)
      #expect(fixed.condition == .classes([other], of: 3))
      #expect(other == label || fixed.loss > found.loss)
    }
  }

  /// Fewer starts than classes, of which the promising ones are tried.
  @Test func oneStartFindsTheClass() throws {
    let gan = GAN.conditional(.mlpMNIST, classes: 12)
    for parameter in gan.generator.parameters where parameter.shape.rank > 1 {
      parameter.value = parameter.value * 3
    }
    let checkpoint = GeneratorCheckpoint(of: gan, path: "a generator")
    let settings = SearchSettings(steps: 2, restarts: 1, seed: 1)
    let generator = try #require(gan.generator as? ConditionalGenerator)
    generator.seen.reset()
    _ = try Projection(in: checkpoint, settings)(target(of: checkpoint))
    // All classes are tried with the same vectors, before the one start.
    let tried = generator.seen.calls.filter { $0.tensor.shape[0] > 1 }
    let labels = tried.flatMap { $0.condition.labels ?? [] }
    #expect((0..<12).allSatisfy { label in labels.count { $0 == label } == labels.count / 12 })
    let first = tried.flatMap { $0.tensor.scalars }
    #expect(first.prefix(first.count / 12).elementsEqual(first.suffix(first.count / 12)))
  }

  /// A GAN of four classes, whose generator makes different images of each.
  private func classGAN(_ name: RecipeName) -> GAN {
    let gan = GAN.lively(name) { recipe in
      recipe.image = .init(height: 16, width: 16, channels: 1)
      recipe.classes = .count(4)
    }
    let random = RandomStream(seed: 5, purpose: "classes")
    for parameter in gan.generator.parameters where parameter.shape.dimensions.first == 4 {
      if parameter.shape.rank == 2 { parameter.value = .normal(parameter.shape, using: random) }
    }
    return gan
  }

  /// A mixture of one class is the class; others lie between.
  @Test(arguments: [RecipeName.dcgan, .dcganMNIST, .r3gan])
  func networksTakeMixtures(_ name: RecipeName) {
    let gan = classGAN(name)
    let z = gan.recipe.latent.sample(2, using: RandomStream(seed: 1, purpose: "z"))
    let (first, last) = (Condition.classes([1, 3], of: 4), Condition.classes([2, 0], of: 4))
    func images(_ condition: Condition) -> Tensor { inference { gan.generator(z, condition) } }
    func outputs(_ condition: Condition) -> Tensor {
      inference { gan.discriminator(images(first), condition) }
    }
    for networks in [images, outputs] {
      #expect(networks(first.mixed(with: last, at: 0)).isIdentical(to: networks(first)))
      #expect(networks(first.mixed(with: last, at: 1)).isIdentical(to: networks(last)))
      let middle = networks(first.mixed(with: last, at: 0.5))
      #expect(middle.isFinite && !middle.isIdentical(to: networks(first)))
    }
    // The discriminators' embeddings are linear in the shares.
    let between = outputs(first.mixed(with: last, at: 0.25)).scalars
    for (index, value) in between.enumerated() {
      let ends = (outputs(first).scalars[index], outputs(last).scalars[index])
      let size = max(abs(ends.0), abs(ends.1))
      #expect(abs(value - (0.75 * ends.0 + 0.25 * ends.1)) < 1e-4 * size)
    }
  }

  @Test(arguments: [RecipeName.dcgan, .dcganMNIST])
  func classesOfConvolutionsAreFound(_ name: RecipeName) throws {
    let checkpoint = GeneratorCheckpoint(of: classGAN(name), path: "a generator")
    for label in 0..<4 {
      let image = checkpoint.sampler.asking(for: label).grid(rows: 1, columns: 1, seed: 7)
      let target = TargetImage(name: "generated", image: image)
      let settings = SearchSettings(steps: 40, restarts: 4, seed: 1)
      let found = try Projection(in: checkpoint, settings)(target)
      #expect(found.condition == .classes([label], of: 4))
    }
  }
}
