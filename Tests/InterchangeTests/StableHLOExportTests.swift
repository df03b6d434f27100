import AcceleratorTestSupport
import Adversarial
import Archives
import Datasets
import FileTestSupport
import GANTestSupport
import Interchange
import NeuralNetworks
import PJRT
import Randomness
import Recipes
import TensorCore
import Testing

@Suite struct StableHLOExportTests {
  private static let batch = 3

  /// The module of a network.
  private func module(
    _ part: NetworkExport.Part,
    of checkpoint: GeneratorCheckpoint,
    _ order: NetworkExport.Border.Order
  ) throws -> String {
    let folder = try TemporaryFolder()
    let border = NetworkExport.Border(order: order, batch: Self.batch)
    try NetworkExport(of: part, in: checkpoint, border: border)
      .write(as: .stableHLO, to: folder("f"))
    return String(decoding: try InputFile.read(folder("f"), limit: 1 << 26), as: UTF8.self)
  }

  /// What the device makes of the inputs.
  private func run(_ module: String, _ inputs: [Tensor], _ shape: Shape) throws -> Tensor {
    let client = try #require(XLADevice.client)
    let buffers = try inputs.map { input in
      try input.withUnsafeBuffer {
        try client.buffer(
          of: UnsafeRawBufferPointer($0),
          type: .float32,
          dimensions: input.shape.dimensions
        )
      }
    }
    let result = try client.compile(module, outputCount: 1).run(buffers).results
    var numbers = [Float](repeating: .nan, count: shape.elementCount)
    try numbers.withUnsafeMutableBytes { try Buffer.copy([(from: result[0], to: $0)]) }
    return Tensor(numbers, shape: shape)
  }

  /// XLA computes what the network does, in either order of an image's axes.
  @Test(.needsXLA, arguments: ExportTests.Case.all)
  func anotherCompilerComputesTheSame(_ test: ExportTests.Case) throws {
    let checkpoint = try test.fresh()
    let (recipe, random) = (checkpoint.recipe, RandomStream(seed: 5, purpose: "test"))
    var condition = Condition.none
    if test.classes > 0 { condition = .classes([2, 0, 1], of: test.classes) }
    let classes = condition.oneHot.map { [$0] } ?? []
    let image = recipe.image
    for order in NetworkExport.Border.Order.allCases {
      let isTurned = order == .nchw
      let z = Tensor.normal([Self.batch, recipe.latent.size], using: random)
      // Winograd's algorithm rounds more than either.
      let exact = Context.current.with(policy: .oneDNN)
      let images = exact.run { inference { checkpoint.sampler.generator(z, condition) } }
      let turned = isTurned ? images.transposed([0, 3, 1, 2]) : images
      let found = try run(module(.generator, of: checkpoint, order), [z] + classes, turned.shape)
      #expect(try distance(found, turned) < 1e-5 * largest(turned), "generator, \(order)")

      let discriminator = try checkpoint.discriminator()
      let logits = exact.run { inference { discriminator(images, condition) } }
      #expect(images.shape == [Self.batch, image.height, image.width, image.channels])
      let scores = try run(
        module(.discriminator, of: checkpoint, order),
        [turned] + classes,
        [Self.batch, 1]
      )
      #expect(try distance(scores, logits) < 1e-5 * largest(logits), "logits, \(order)")
    }
  }

  /// The largest size of an element.
  private func largest(_ tensor: Tensor) -> Float { tensor.absolute.scalars.max() ?? 0 }

  @Test func modulesSayWhatTheyAre() throws {
    let checkpoint = try ExportTests.Case(name: .dcganMNIST, classes: 3).saved()
    let text = try module(.generator, of: checkpoint, .nchw)
    #expect(text.hasPrefix("// forger.version: "))
    #expect(text.contains("\n// forger.recipe: recipe: dcgan-mnist\n"))
    #expect(text.contains("\n// forger.layout: NCHW\n"))
    let size = checkpoint.recipe.latent.size
    #expect(
      text.contains(
        "@main(%z: tensor<3x\(size)xf32>, %class: tensor<3x3xf32>) -> (tensor<3x1x28x28xf32>)"
      )
    )
  }

  @Test func bytesAndThresholdsAreRefused() throws {
    let checkpoint = try ExportTests.Case(name: .pictures, classes: 0).saved()
    let folder = try TemporaryFolder()
    for border in [
      NetworkExport.Border(hasBytes: true), NetworkExport.Border(takesTruncation: true),
    ] {
      let problem = try #require(throws: FileProblem.self) {
        try NetworkExport(of: .generator, in: checkpoint, border: border)
          .write(as: .stableHLO, to: folder("f"))
      }
      #expect("\(problem)".contains("in StableHLO; expected"))
    }
  }
}
