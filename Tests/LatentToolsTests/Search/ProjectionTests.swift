import Adversarial
import Archives
import FileTestSupport
import GANTestSupport
import Imaging
import LatentTools
import NeuralNetworks
import Randomness
import Recipes
import TensorCore
import Testing

/// Vectors are found whose images are the given ones.
@Suite struct ProjectionTests {
  private let settings = SearchSettings(steps: 200, restarts: 6, learningRate: 0.1, seed: 1)

  /// The mean squared distance of a generator's images from one of them.
  private func usualError(of gan: GAN) throws -> Double {
    let target = gan.target().image.pixels.map { Double($0) / 255 }
    let errors = (100..<120).map { (seed: UInt64) in
      let other = gan.target(seed: seed).image.pixels
      return zip(other, target).reduce(0) { sum, pair in
        let distance = Double(pair.0) / 255 - pair.1
        return sum + distance * distance
      } / Double(target.count)
    }
    return errors.reduce(0, +) / Double(errors.count)
  }

  /// A generated image can be reached, so its error is a small part of that between any two.
  @Test(arguments: RecipeName.allCases)
  func generatedImageIsFound(_ name: RecipeName) throws {
    let gan = GAN.lively(name)
    let projection = try Projection(in: gan.saved(), settings)
    let result = try projection(gan.target())
    let usual = try usualError(of: gan)
    #expect(usual > 1e-4, "the images hardly differ: \(usual)")
    #expect(result.error.meanSquare < 0.1 * usual, "\(result.error.meanSquare) of \(usual)")
    #expect(result.z.count == gan.recipe.latent.size)
    #expect(result.z.allSatisfy { abs($0) <= 1 } || gan.recipe.latent.distribution == .normal)
  }

  /// Layers so much wider than the vector that none of its numbers is lost where units are off.
  @Test func vectorIsFound() throws {
    let gan = GAN.lively(.mlpMNIST) {
      $0.channels = 64
      $0.latent.size = 4
    }
    let projection = try Projection(
      in: gan.saved(),
      SearchSettings(steps: 600, restarts: 12, learningRate: 0.1)
    )
    let target = gan.target()
    let found = try projection(target).z
    // The first vector of the seed that the target was made of.
    let random = RandomStream(seed: 7, purpose: "samples")
    let wanted = gan.recipe.latent.sample(1, using: random).scalars
    // Bytes are all that is known of the image.
    for (a, b) in zip(found, wanted) { #expect(abs(a - b) < 0.05, "\(found) \(wanted)") }
  }

  @Test func seedDecides() throws {
    let gan = GAN.lively(.upsamplingMNIST)
    let checkpoint = try gan.saved()
    func found(_ seed: UInt64) throws -> [Float] {
      let short = SearchSettings(steps: 5, restarts: 3, seed: seed)
      return try Projection(in: checkpoint, short)(gan.target()).z
    }
    #expect(try found(1) == found(1))
    #expect(try found(1) != found(2))
  }

  /// Each start goes its own way: more of them find nothing worse.
  @Test func moreStartsAreNoWorse() throws {
    let gan = GAN.lively(.dcganMNIST)
    let checkpoint = try gan.saved()
    let losses = try [1, 2, 4, 8].map { restarts in
      let short = SearchSettings(steps: 10, restarts: restarts)
      return try Projection(in: checkpoint, short)(gan.target()).loss
    }
    // Products of other sizes round otherwise.
    for (few, many) in zip(losses, losses.dropFirst()) { #expect(many <= few * 1.001) }
  }

  @Test(arguments: ImageDistance.allCases)
  func everyDistanceFalls(_ distance: ImageDistance) throws {
    let gan = GAN.lively(.dcganCIFAR10)
    let projection = try Projection(
      in: gan.saved(),
      by: distance,
      SearchSettings(steps: 30, restarts: 3)
    )
    var losses: [Double] = []
    _ = try projection(gan.target()) { _, loss in losses.append(loss) }
    #expect(losses.count == 31)
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(losses[30] < 0.8 * losses[0], "\(losses)")
  }

  @Test func networksStayAsTheyAre() throws {
    let gan = GAN.lively(.dcganCIFAR10)
    let checkpoint = try gan.saved()
    let before = checkpoint.sampler.generator.namedBuffers.map(\.value.value.scalars)
    let projection = try Projection(in: checkpoint, by: .features, SearchSettings(steps: 3))
    _ = try projection(gan.target())
    let after = checkpoint.sampler.generator.namedBuffers.map(\.value.value.scalars)
    #expect(before == after)
  }

  @Test func featuresNeedADiscriminator() throws {
    let checkpoint = try GAN.lively(.dcganMNIST).saved(withDiscriminator: false)
    #expect(throws: FileProblem.self) { try Projection(in: checkpoint, by: .features) }
  }

  /// Sums of infinities of both signs are no numbers.
  private func makeEndless(_ network: any Module) {
    for parameter in network.parameters where parameter.shape.rank > 1 {
      parameter.value = parameter.value * 3e38
    }
  }

  @Test func endlessGeneratorsAreRefused() throws {
    let gan = GAN(.narrow(.dcganCIFAR10))
    makeEndless(gan.samplingGenerator)
    let problem = try #require(problem { _ = try gan.saved() })
    #expect(problem.path.hasSuffix("gen_iter_1.npz"))
    #expect(problem.found == "makes images that are not finite")
  }

  @Test func endlessDiscriminatorsAreAnError() throws {
    let gan = GAN.lively(.dcganCIFAR10)
    makeEndless(gan.discriminator)
    let checkpoint = try gan.saved()
    let projection = try Projection(in: checkpoint, by: .features, SearchSettings(steps: 2))
    let problem = try #require(problem { _ = try projection(gan.target()) })
    #expect(problem.path == checkpoint.path && problem.found == "makes losses that are not finite")
  }

  @Test(arguments: [
    SearchSettings(steps: 0), SearchSettings(steps: 100_001), SearchSettings(restarts: 0),
    SearchSettings(restarts: 257), SearchSettings(learningRate: 0),
    SearchSettings(learningRate: .nan), SearchSettings(learningRate: .infinity),
  ])
  func senselessSettingsAreRefused(_ settings: SearchSettings) {
    #expect(throws: RecipeProblem.self) { try settings.validate() }
  }
}
