import Adversarial
import Archives
import FileTestSupport
import GANTestSupport
import Imaging
import LatentTools
import NeuralNetworks
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
    let walk = Interpolation(in: checkpoint, pairs: 12, steps: 4, seed: 2)
    let folder = try TemporaryFolder()
    try walk.write(grid: folder("a.png"), animation: folder("a.gif"))
    let conditions = generator.seen.calls.map(\.condition)
    #expect(conditions.count == 4 && Set(conditions.compactMap(\.labels)).count == 1)
    #expect(Set(conditions.first?.labels ?? []) == [0, 1, 2])
  }
}
