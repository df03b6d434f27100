import Adversarial
import Archives
import FileTestSupport
import GANTestSupport
import NeuralNetworks
import Recipes
import TensorCore
import Testing
import Training

@Suite struct GeneratorCheckpointTests {
  /// A discriminator belongs to whoever asked for it: what is done to it reaches nobody else.
  @Test func everyDiscriminatorIsANewOne() throws {
    let checkpoint = try GAN(.narrow(.dcganMNIST)).saved()
    let copy = checkpoint
    let first = try checkpoint.discriminator()
    let before = first.state.map(\.value.scalars)
    for parameter in first.parameters { parameter.value = parameter.value * 2 }
    let second = try copy.discriminator()
    #expect(second !== first)
    #expect(second.state.map(\.value.scalars) == before)
  }

  @Test func needsADiscriminatorOnlyWhereItIsAskedFor() throws {
    let checkpoint = try GAN(.narrow(.mlpMNIST)).saved(withDiscriminator: false)
    #expect(throws: FileProblem.self) { try checkpoint.discriminator() }
  }

  /// Both files of an iteration give the same networks, by other names and layouts.
  @Test(arguments: RecipeName.allCases)
  func snapshotsAndExportedFilesHoldTheSame(_ name: RecipeName) throws {
    let recipe = Recipe.narrow(name) { $0.averageDecay = 0.5 }
    let gan = GAN(recipe)
    let updater = GANUpdater(gan)
    for index in 0..<2 { _ = try updater.update(recipe.randomBatch(index)) }
    let folder = try TemporaryFolder()
    var snapshot = NamedArrays()
    snapshot.set("snapshot/format", to: NamedArrays.stateFormat)
    snapshot.set("trainer/iteration", to: 2)
    snapshot["notes/recipe"] = recipe.array
    snapshot.merge(try updater.state(), under: "updater/")
    try NPZ.write(snapshot, to: folder("snapshot.npz"))
    let saved = try GeneratorCheckpoint(readingFrom: folder("snapshot.npz"))
    let exported = try gan.saved()
    for checkpoint in [saved, exported] {
      #expect(
        checkpoint.sampler.generator.state.map(\.value.scalars)
          == gan.samplingGenerator.state.map(\.value.scalars)
      )
      #expect(
        try checkpoint.discriminator().state.map(\.value.scalars)
          == gan.discriminator.state.map(\.value.scalars)
      )
    }
  }

  /// What is not asked for is not looked at: samples need no optimizer and no discriminator.
  @Test func onlyTheGeneratorIsRead() throws {
    let recipe = Recipe.narrow(.mlpMNIST)
    let gan = GAN(recipe)
    let folder = try TemporaryFolder()
    var snapshot = NamedArrays()
    snapshot.set("snapshot/format", to: NamedArrays.stateFormat)
    snapshot.set("trainer/iteration", to: 2)
    snapshot["notes/recipe"] = recipe.array
    snapshot.merge(NamedArrays(stateOf: gan.generator), under: "updater/generator/")
    try NPZ.write(snapshot, to: folder("snapshot.npz"))
    let checkpoint = try GeneratorCheckpoint(readingFrom: folder("snapshot.npz"))
    #expect(checkpoint.recipe == recipe)
    #expect(throws: FileProblem.self) { try checkpoint.discriminator() }
  }
}
