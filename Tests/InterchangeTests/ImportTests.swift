import Adversarial
import Archives
import FileTestSupport
import Foundation
import GANTestSupport
import Interchange
import NeuralNetworks
import Recipes
import TensorCore
import Testing

/// Networks of the four tutorials, saved by their frameworks: see `Scripts/record_imports.py`.
@Suite struct ImportTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let framework: String
    let files: [String]
    /// The recipe, where names and shapes do not tell it.
    var name: RecipeName?
    let found: RecipeName

    var testDescription: String { "\(framework), \(files.joined(separator: " and "))" }

    static let all = [
      Case(framework: "torch", files: ["torch.safetensors"], found: .mlpMNIST),
      Case(
        framework: "torch",
        files: ["torch_discriminator.safetensors", "torch_generator.safetensors"],
        found: .mlpMNIST
      ),
      Case(
        framework: "chainer",
        files: ["chainer_generator.npz", "chainer_discriminator.npz"],
        found: .dcganCIFAR10
      ),
      Case(
        framework: "keras",
        files: ["keras_generator.npz", "keras_discriminator.safetensors"],
        name: .upsamplingMNIST,
        found: .upsamplingMNIST
      ),
      Case(framework: "tensorflow", files: ["tensorflow.npz"], found: .dcganMNIST),
    ]

    /// The paths of the files.
    var paths: [String] { files.map(golden) }

    /// The recipe to import with: that of the files' widths, where layers have names of their own.
    var recipe: Recipe? {
      name.map { name in
        var recipe = Recipe.named(name)
        (recipe.channels, recipe.latent.size) = (8, 6)
        return recipe
      }
    }
  }

  @Test(arguments: Case.all) func makesTheFrameworksImages(_ test: Case) throws {
    let folder = try TemporaryFolder()
    let found = try NetworkImport(reading: test.paths, as: test.recipe)
    #expect(found.recipe.name == test.found)
    #expect(found.networks.map(\.part) == [.generator, .discriminator])
    #expect(found.unused.isEmpty, "\(found.unused)")
    let paths = try found.write(to: folder("run"))
    #expect(paths == [folder("run/gen_iter_0.npz"), folder("run/dis_iter_0.npz")])
    let results = try NPZ.read(golden("\(test.framework)_results.npz"))
    let checkpoint = try GeneratorCheckpoint(readingFrom: paths[0])
    let image = try checkpoint.sampler.image(of: results.tensor("z"))
    // Two programs' float32 sums of some hundred terms below 1.
    #expect(try distance(image, results.tensor("image")) < 1e-5)
    let discriminator = try checkpoint.discriminator()
    let logit = inference { discriminator(image, .none) }
    let expected = try results.tensor("logit")
    let largest = expected.scalars.map(abs).max() ?? 0
    #expect(try distance(logit, expected) < 1e-5 * max(1, largest))
  }

  @Test func aGeneratorAloneIsEnough() throws {
    let folder = try TemporaryFolder()
    let found = try NetworkImport(reading: [golden("torch_generator.safetensors")])
    #expect(found.networks.map(\.part) == [.generator])
    #expect(try found.write(to: folder("run")).count == 1)
    #expect(try folder.names().contains("run"))
  }

  @Test func whatDoesNotFitIsNamed() throws {
    let folder = try TemporaryFolder()
    let content = try Safetensors.read(golden("torch_generator.safetensors"))
    func problem(_ change: (inout NamedArrays) -> Void) throws -> FileProblem {
      var changed = content
      change(&changed.arrays)
      try Safetensors.write(changed, to: folder("f"))
      var recipe = Recipe.named(.mlpMNIST)
      (recipe.channels, recipe.latent.size) = (8, 6)
      return try #require(
        FileTestSupport.problem {
          try NetworkImport(reading: [folder("f")], as: recipe).write(to: folder("run"))
        }
      )
    }
    let lacking = try problem { $0["4.bias"] = nil }
    #expect(lacking.found == "lacks '4.bias'" && lacking.expected.contains("generator"))
    let misshapen = try problem {
      $0["2.weight"] = NumpyArray(shape: [1, 2], elements: .float32([1, 2]))
    }
    #expect(misshapen.found == "'2.weight' is float32 of shape [1, 2]", "\(misshapen)")
    #expect(misshapen.expected.contains("[16, 8]"))
    let infinite = try problem {
      $0["0.bias"] = NumpyArray(
        shape: [8],
        elements: .float32([Float](repeating: .infinity, count: 8))
      )
    }
    #expect(infinite.found.contains("'0.bias' holds a value that is not finite"))
    #expect(try folder.names() == ["f"])
  }

  @Test func otherArraysAreNamed() throws {
    let folder = try TemporaryFolder()
    var content = try Safetensors.read(golden("torch_generator.safetensors"))
    content.arrays["optimizer.step"] = NumpyArray(Int64(3))
    try Safetensors.write(content, to: folder("f"))
    let found = try NetworkImport(reading: [folder("f")])
    #expect(found.unused.map(\.name) == ["optimizer.step"])
  }

  @Test func classesAreCounted() throws {
    var recipe = Recipe.named(.r3gan)
    recipe.classes = .all
    let problem = try #require(
      FileTestSupport.problem {
        _ = try NetworkImport(reading: [golden("tensorflow.npz")], as: recipe)
      }
    )
    #expect(problem.found.contains("number of classes"))
  }

  @Test func severalNetworksOfOneKindAreNotGuessedFrom() throws {
    let folder = try TemporaryFolder()
    let arrays = try Safetensors.read(golden("torch_generator.safetensors")).arrays
    var both = NamedArrays()
    both.merge(arrays, under: "first.")
    both.merge(arrays, under: "second.")
    try NPZ.write(both, to: folder("f"))
    let problem = try #require(
      FileTestSupport.problem { _ = try NetworkImport(reading: [folder("f")]) }
    )
    #expect(
      problem.description.contains("'first', 'second'") || problem.found.contains("no recipe")
    )
  }

  @Test(arguments: ["", "\u{89}HDF\r\n\u{1a}\n", "PK\u{3}\u{4} and so on", "hello, this is text"])
  func otherFilesAreRefused(_ text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Array(text.unicodeScalars.map { UInt8($0.value) }), as: "f")
    let problem = try #require(FileTestSupport.problem { _ = try NetworkImport(reading: [path]) })
    #expect(problem.path == path)
  }
}

/// The path of a file that a framework wrote.
func golden(_ name: String) -> String { Bundle.module.bundlePath + "/Golden/" + name }
