import Adversarial
import Archives
import FileTestSupport
import Foundation
import NeuralNetworks
public import Recipes
import TensorCore

extension GAN {
  /// GAN of a narrow recipe whose generator makes different images of different vectors, as trained ones
  /// do: its matrices are larger than fresh ones.
  public static func lively(
    _ name: RecipeName,
    _ change: (inout Recipe) -> Void = { _ in }
  ) -> GAN {
    let gan = GAN(.narrow(name, change))
    // Some start at N(0, 0.02), others at a width's own scale. Nothing bounds R3GAN's images: larger weights would
    // make most pixels black or white, from which no vector can be found.
    let scales: [RecipeName: Float] = [
      .dcganCIFAR10: 25, .dcgan: 8, .dcganMNIST: 8, .r3gan: 0.7, .pictures: 8,
    ]
    let scale = scales[name] ?? 2
    for parameter in gan.samplingGenerator.parameters where parameter.shape.rank > 1 {
      parameter.value = parameter.value * scale
    }
    return gan
  }

  /// Where checkpoints of tests are kept.
  private static let folder = Result { try TemporaryFolder() }

  /// The networks' files in a folder of their own, read as a checkpoint.
  public func saved(withDiscriminator: Bool = true) throws -> GeneratorCheckpoint {
    let name = UUID().uuidString
    let folder = try Self.folder.get()
    try folder.write([], as: name + "/empty")
    func write(_ arrays: NamedArrays, as file: String) throws {
      var arrays = arrays
      arrays["recipe"] = recipe.array
      try NPZ.write(arrays, to: folder("\(name)/\(file)"))
    }
    try write(generatorLayout.arrays(of: samplingGenerator), as: "gen_iter_1.npz")
    if withDiscriminator {
      try write(discriminatorLayout.arrays(of: discriminator), as: "dis_iter_1.npz")
    }
    return try GeneratorCheckpoint(readingFrom: folder("\(name)/gen_iter_1.npz"))
  }
}
