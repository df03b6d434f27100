import Adversarial
import Archives
import Datasets
import FileTestSupport
import GANTestSupport
import Interchange
import NeuralNetworks
import Randomness
import Recipes
import TensorCore
import Testing

/// What other programs compute with these files, `Scripts/check-export.py` checks where they are installed.
@Suite struct ExportTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: RecipeName
    let classes: Int
    var hasSketches = false

    var testDescription: String {
      "\(name)" + (classes > 0 ? ", \(classes) classes" : "") + (hasSketches ? ", sketches" : "")
    }

    static let sketches = [0, 3].map { Case(name: .pictures, classes: $0, hasSketches: true) }

    static let all =
      sketches
      + RecipeName.allCases.flatMap { name in
        let takesClasses = name.architecture?.takesClasses ?? false
        return [Case(name: name, classes: 0)] + (takesClasses ? [Case(name: name, classes: 3)] : [])
      }

    func saved() throws -> GeneratorCheckpoint { try sketched(GAN.lively(name, change)).saved() }

    /// With weights as they are drawn, so that no layer magnifies what another one rounds.
    func fresh() throws -> GeneratorCheckpoint { try sketched(GAN(.narrow(name, change))).saved() }

    /// With arbitrary sketches.
    private func sketched(_ gan: GAN) -> GAN {
      if let sketches = (gan.samplingGenerator as? any GuidedGenerator)?.sketches {
        sketches.codes.value = .normal(
          sketches.codes.value.shape,
          using: RandomStream(seed: 1, purpose: "sketches")
        )
      }
      return gan
    }

    private func change(_ recipe: inout Recipe) {
      recipe.classes = classes > 0 ? .count(classes) : .none
      if hasSketches { (recipe.own["sketch-size"], recipe.own["sketch-count"]) = (3, 4) }
      if name == .dcgan { (recipe.image.height, recipe.image.width) = (32, 24) }
    }
  }

  private func onnx(
    _ checkpoint: GeneratorCheckpoint,
    _ part: NetworkExport.Part,
    _ border: NetworkExport.Border = .init()
  ) throws -> ONNXFile {
    let folder = try TemporaryFolder()
    try NetworkExport(of: part, in: checkpoint, border: border).write(as: .onnx, to: folder("f"))
    return try ONNXFile(InputFile.read(folder("f"), limit: 1 << 26))
  }

  @Test(arguments: Case.all) func graphsTakeBatchesOfAnySize(_ test: Case) throws {
    let checkpoint = try test.saved()
    let (recipe, classes) = (checkpoint.recipe, test.classes > 0 ? ["class"] : [])
    let image = recipe.image
    let axes = ["N", "\(image.channels)", "\(image.height)", "\(image.width)"]
    for part in NetworkExport.Part.allCases {
      let file = try onnx(checkpoint, part)
      let isGenerator = part == .generator
      #expect(file.inputs.map(\.name) == [isGenerator ? "z" : "image"] + classes)
      #expect(file.inputs[0].axes == (isGenerator ? ["N", "\(recipe.latent.size)"] : axes))
      #expect(file.inputs.dropFirst().allSatisfy { $0.axes == ["N"] })
      let output = try #require(file.outputs.first)
      #expect(output.name == (isGenerator ? "image" : "logit"))
      #expect(output.axes == (isGenerator ? axes : ["N", "1"]))
      // Every node comes after those whose results it takes, and no result has two.
      var known = Set(file.inputs.map(\.name) + file.tensors.keys)
      for node in file.nodes {
        #expect(node.inputs.allSatisfy { $0.isEmpty || known.contains($0) }, "\(node)")
        for output in node.outputs { #expect(known.insert(output).inserted, "\(node)") }
      }
      #expect(known.contains(output.name))
      // No number in the file is that of a batch: it was traced with batches of 2 and 3.
      #expect(file.metadata["forger.network"] == part.rawValue)
      #expect(file.metadata["forger.recipe"]?.contains("recipe: \(test.name)") == true)
      #expect(file.metadata["forger.pixel_range"] == (recipe.pixelRange == .unit ? "0 1" : "-1 1"))
    }
  }

  /// Of each class there are sketches, to which its share comes by an axis more.
  @Test func classesMayBeSeenInAnotherShape() throws {
    let file = try onnx(Case.sketches[1].saved(), .generator)
    let shares = try #require(file.nodes.first { $0.type == "OneHot" }?.outputs.first)
    #expect(file.nodes.contains { $0.type == "Reshape" && $0.inputs.first == shares })
    #expect(file.tensors["sketches.codes"] == [12, 3])
  }

  @Test func weightsKeepTheirNames() throws {
    let checkpoint = try Case(name: .dcganMNIST, classes: 0).saved()
    let file = try onnx(checkpoint, .generator)
    #expect(file.tensors["project.weight"] == [6, 2 * 2 * 64])
    #expect(file.tensors["upsample.0.weight"] == [64, 32, 5, 5])
    #expect(file.tensors["norms.3.runningMean"] == [8])
  }

  /// Images are turned once, where vectors become images, and not again.
  @Test(arguments: [RecipeName.dcganCIFAR10, .dcganMNIST, .dcgan, .pictures])
  func imagesAreTurnedOnce(_ name: RecipeName) throws {
    let checkpoint = try Case(name: name, classes: 0).saved()
    #expect(try onnx(checkpoint, .generator).count(of: "Transpose") == 1)
    #expect(try onnx(checkpoint, .discriminator).count(of: "Transpose") == 1)
    let last = try onnx(checkpoint, .generator, .init(order: .nhwc))
    #expect(last.count(of: "Transpose") == 2)
    let image = checkpoint.recipe.image
    #expect(
      last.outputs[0].axes == ["N", "\(image.height)", "\(image.width)", "\(image.channels)"]
    )
  }

  @Test func truncationNeedsNormalVectors() throws {
    let border = NetworkExport.Border(takesTruncation: true)
    let file = try onnx(Case(name: .mlpMNIST, classes: 0).saved(), .generator, border)
    #expect(file.inputs.map(\.name) == ["z", "truncation"])
    let uniform = try Case(name: .dcganCIFAR10, classes: 0).saved()
    let problem = try #require(
      FileTestSupport.problem { _ = try NetworkExport(of: .generator, in: uniform, border: border) }
    )
    #expect(problem.found.contains("uniform"))
  }

  @Test(arguments: Case.all) func weightsComeBackBitForBit(_ test: Case) throws {
    let checkpoint = try test.saved()
    let folder = try TemporaryFolder()
    for part in NetworkExport.Part.allCases {
      let export = try NetworkExport(of: part, in: checkpoint)
      try export.write(as: .safetensors, to: folder("\(part).safetensors"))
      try export.write(as: .npz, to: folder("\(part).npz"))
    }
    for end in ["safetensors", "npz"] {
      let files = ["generator", "discriminator"].map { folder("\($0).\(end)") }
      let found = try NetworkImport(reading: files)
      #expect(found.recipe == checkpoint.recipe)
      #expect(found.unused.isEmpty)
      let paths = try found.write(to: folder(end))
      let back = try GeneratorCheckpoint(readingFrom: paths[0])
      let networks: [(any Module, any Module)] = [
        (back.sampler.generator, checkpoint.sampler.generator),
        (try back.discriminator(), try checkpoint.discriminator()),
      ]
      for (one, other) in networks {
        #expect(zip(one.state, other.state).allSatisfy { $0.value.isIdentical(to: $1.value) })
      }
    }
  }
}

/// Networks that no graph can be made of.
@Suite struct UnwritableNetworkTests {
  private final class Odd: UnconditionalGenerator {
    let scale = Parameter(.ones([4, 4]))
    let run: (Tensor) -> Tensor

    init(_ run: @escaping (Tensor) -> Tensor) { self.run = run }

    func callAsFunction(_ z: Tensor) -> Tensor {
      run(matrixProduct(z, scale.value)).reshaped(to: [z.shape[0], 2, 2, 1])
    }
  }

  private func problem(_ run: @escaping (Tensor) -> Tensor) throws -> FileProblem {
    var recipe = Recipe.narrow(.mlpMNIST)
    recipe.latent.size = 4
    let gan = GAN(recipe, conditionedOn: .none) { weights, noise in
      let streams = NetworkStreams(weights: weights, noise: noise)
      let discriminator = MLPArchitecture.discriminator(recipe.networkShape, using: streams)
      return Networks(Odd(run), discriminator)
    }
    let export = try NetworkExport(
      of: .generator,
      in: GeneratorCheckpoint(of: gan, path: "odd")
    )
    let folder = try TemporaryFolder()
    return try #require(
      FileTestSupport.problem { try export.write(as: .onnx, to: folder("f")) }
    )
  }

  @Test func isSaidInAClause() throws {
    let stream = RandomStream(seed: 1, purpose: "odd")
    let random = try problem { x in x + Tensor.normal(x.shape, using: stream) }
    #expect(random.found == "is a network that draws random numbers in inference mode")
    let reading = try problem { x in x.sum().scalar > 0 ? x + 1 : x - 1 }
    #expect(reading.found == "is a network that reads its own values while it computes")
    let counting = try problem { x in x * Float(x.shape[0]) }
    #expect(counting.found == "is a network that computes otherwise for batches of another size")
  }
}
