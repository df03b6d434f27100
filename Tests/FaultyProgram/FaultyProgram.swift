import Adversarial
import Datasets
import Foundation
import ForgerCommand
import NeuralNetworks
import Optimizers
import Randomness
import Recipes
import TensorCore
import Training

/// The command with an architecture that fails in one process of several, for `Scripts/check-mpi.py`.
///
/// `FORGER_FAULT=RANK:COUNT` makes what that rank's generator draws NaN after so many draws.
@main
struct FaultyProgram {
  static func main() { Forger.main(adding: [FaultyArchitecture.self]) }
}

/// Networks of one layer.
enum FaultyArchitecture: TrainableArchitecture {
  static let name = "faulty"
  static let summary = "fails in one process"

  static func generator(_ shape: NetworkShape, using random: NetworkStreams) -> any Generator {
    FaultyGenerator(shape, using: random.weights)
  }

  static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator {
    FaultyDiscriminator(shape, using: random.weights)
  }

  static var recipe: Recipe {
    let adam = OptimizerSettings(.adam(Adam(learningRate: 1e-3, beta1: 0.5)))
    return Recipe(
      name: RecipeName(Self.self),
      dataset: "mnist",
      image: ImageShape(height: 28, width: 28, channels: 1),
      pixelRange: .symmetric,
      latent: Latent(size: 8, distribution: .normal),
      channels: 16,
      batchSize: 8,
      length: .iterations(20),
      generatorOptimizer: adam,
      discriminatorOptimizer: adam
    )
  }
}

private final class FaultyGenerator: UnconditionalGenerator {
  let toImage: Linear
  private let image: ImageShape
  /// The draws until the fault; `nil` in a process without one.
  private var draws = FaultyGenerator.drawsUntilFault

  init(_ shape: NetworkShape, using random: RandomStream) {
    image = shape.image
    toImage = Linear(shape.latentSize, image.byteCount, using: random)
  }

  private static var drawsUntilFault: Int? {
    let variables = ProcessInfo.processInfo.environment
    let rank = variables["OMPI_COMM_WORLD_RANK"] ?? variables["PMI_RANK"]
    let parts = (variables["FORGER_FAULT"] ?? "").split(separator: ":")
    return parts.count == 2 && rank == String(parts[0]) ? Int(parts[1]) : nil
  }

  func callAsFunction(_ z: Tensor) -> Tensor {
    draws = draws.map { $0 - 1 }
    let images = tanh(toImage(z))
      .reshaped(to: [z.shape[0], image.height, image.width, image.channels])
    return draws.map { $0 < 0 } == true ? images * .nan : images
  }
}

private final class FaultyDiscriminator: UnconditionalDiscriminator {
  let toLogit: Linear

  init(_ shape: NetworkShape, using random: RandomStream) {
    toLogit = Linear(shape.image.byteCount, 1, using: random)
  }

  func features(of images: Tensor) -> Tensor { images.flattened }
  func callAsFunction(_ images: Tensor) -> Tensor { toLogit(features(of: images)) }
}
