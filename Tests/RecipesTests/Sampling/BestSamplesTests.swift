import Adversarial
import Archives
import Datasets
import FileTestSupport
import Foundation
import GANTestSupport
import Imaging
import NeuralNetworks
import Recipes
import TensorCore
import Testing

/// The samples that the discriminator finds most real.
@Suite struct BestSamplesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func floats(_ name: String, in arrays: NamedArrays) throws -> [Float] {
    guard case .float32(let values) = try #require(arrays[name]).elements else { return [] }
    return values
  }

  private func integers(_ name: String, in arrays: NamedArrays) throws -> [Int] {
    guard case .int64(let values) = try #require(arrays[name]).elements else { return [] }
    return values.map(Int.init)
  }

  /// A run's files, whose generator is lively.
  private func saved(_ name: RecipeName) throws -> GeneratorCheckpoint {
    try GAN.lively(name).saved()
  }

  /// Each sample alone through the discriminator, then sorted: the same ones, with the same outputs.
  @Test(arguments: RecipeName.allCases) func theyAreThoseOfTheLargestOutputs(
    _ name: RecipeName
  ) throws {
    let checkpoint = try saved(name)
    let (all, best) = (folder("all.npz"), folder("best.npz"))
    // More than are made at once, and enough that most of what was found is let go of again.
    #expect(try Generation(from: checkpoint.path, seed: 2).writeArrays(130, to: all) == 130)
    let generation = Generation(from: checkpoint.path, keepingBest: 7, seed: 2)
    #expect(try generation.writeArrays(130, to: best) == 7)
    let (every, kept) = (try NPZ.read(all), try NPZ.read(best))

    let discriminator = try checkpoint.discriminator()
    let (images, vectors) = (try floats("image", in: every), try floats("z", in: every))
    let shape = try #require(every["image"]).shape.dropFirst()
    let size = shape.reduce(1, *)
    let outputs = (0..<130).map { index in
      let image = Tensor(
        Array(images[index * size..<(index + 1) * size]),
        shape: Shape([1] + shape)
      )
      return inference { discriminator(image, .none).scalar }
    }
    let order = outputs.indices.sorted { outputs[$0] > outputs[$1] }.prefix(7)
    #expect(try integers("index", in: kept) == Array(order))
    for (score, index) in zip(try floats("score", in: kept), order) {
      // Sums of other batch sizes are rounded otherwise.
      #expect(abs(score - outputs[index]) <= 1e-4 * max(1, abs(outputs[index])))
    }
    let length = vectors.count / 130
    for (place, index) in order.enumerated() {
      let wanted = (
        images[index * size..<(index + 1) * size], vectors[index * length..<(index + 1) * length]
      )
      let image = try floats("image", in: kept)[place * size..<(place + 1) * size]
      #expect(image.elementsEqual(wanted.0))
      #expect(
        try floats("z", in: kept)[place * length..<(place + 1) * length].elementsEqual(wanted.1)
      )
    }
    #expect(every.names == ["z", "image"] && kept.names == ["z", "image", "score", "index"])
  }

  @Test func gridsAndFilesShowTheSame() throws {
    let checkpoint = try saved(.mlpMNIST)
    let generation = Generation(from: checkpoint.path, keepingBest: 5, seed: 3)
    try generation.writeArrays(40, to: folder("best.npz"))
    let order = try integers("index", in: NPZ.read(folder("best.npz")))
    let all = checkpoint.sampler.samples(40, seed: 3)
    #expect(try generation.writeGrid(rows: 2, columns: 3, of: 40, to: folder("best.png")) == 2)
    #expect(
      try ImageFile.read(folder("best.png"))
        == ImageGrid(rows: 2, columns: 3).image(of: order.map { all[$0] })
    )
    #expect(try generation.writeEach(40, to: folder("best")) == 5)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("best"))
    #expect(
      Set(names)
        == Set(order.map { $0 < 9 ? "image0000000\($0 + 1).png" : "image000000\($0 + 1).png" })
    )
    for (name, index) in zip(names.sorted(), order.sorted()) {
      #expect(try ImageFile.read(folder("best/" + name)) == all[index])
    }
  }

  /// Of each class its own best, by what the discriminator says of images of that class.
  @Test func classesHaveTheirOwn() throws {
    let recipe = Recipe.narrow(.dcganMNIST) { recipe in
      recipe.image = .init(height: 16, width: 16, channels: 1)
      (recipe.classes, recipe.classNames) = (.count(3), ["cats", "dogs", "owls"])
    }
    let gan = GAN(recipe)
    for parameter in gan.discriminator.parameters where parameter.shape.rank > 1 {
      parameter.value = parameter.value * 4
    }
    let path = try gan.saved().path
    try Generation(from: path, of: .each, keepingBest: 2).writeArrays(20, to: folder("each.npz"))
    let each = try NPZ.read(folder("each.npz"))
    #expect(try integers("label", in: each) == [0, 0, 1, 1, 2, 2])
    try Generation(from: path, of: .one("dogs"), keepingBest: 2)
      .writeArrays(20, to: folder("dogs.npz"))
    let dogs = try NPZ.read(folder("dogs.npz"))
    #expect(try integers("index", in: dogs) == Array(integers("index", in: each)[2..<4]))
    #expect(try floats("score", in: dogs) == Array(floats("score", in: each)[2..<4]))
    // Any class: all are asked about.
    try Generation(from: path, keepingBest: 9).writeArrays(20, to: folder("any.npz"))
    #expect(try integers("label", in: NPZ.read(folder("any.npz"))).allSatisfy { $0 < 3 })
  }

  /// From outputs of 0, every objective's discriminator gains by larger ones for real images, and loses by larger
  /// ones for generated images.
  @Test(arguments: Objective.allCases) func largerIsMoreReal(_ objective: Objective) {
    func loss(real: Float, fake: Float) -> Float {
      objective.discriminatorLoss(real: Tensor([real]), fake: Tensor([fake])).scalar
    }
    #expect(loss(real: 0.1, fake: 0) < loss(real: 0, fake: 0))
    #expect(loss(real: 0, fake: 0.1) > loss(real: 0, fake: 0))
  }

  @Test func discriminatorsThatAreMissingOrBrokenAreNamed() throws {
    let lone = try GAN.lively(.mlpMNIST).saved(withDiscriminator: false)
    let missing = problem {
      try Generation(from: lone.path, keepingBest: 1).writeEach(3, to: folder("none"))
    }
    #expect(missing?.found == "holds no discriminator")
    let gan = GAN.lively(.mlpMNIST)
    for parameter in gan.discriminator.parameters { parameter.value = parameter.value * 3e38 }
    let broken = try gan.saved()
    let endless = problem {
      try Generation(from: broken.path, keepingBest: 1).writeEach(3, to: folder("none"))
    }
    #expect(endless?.found == "makes outputs of the discriminator that are not finite")
    #expect(FileKind(at: folder("none")) == .missing)
  }
}
