import ArgumentParser
import Datasets
import ExampleSupport
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// A variational autoencoder: a bound of the likelihood, and a latent vector for every image.
@main
struct VariationalAutoencoder: ImageModelExample {
  static let configuration = CommandConfiguration(
    commandName: "VariationalAutoencoder",
    abstract:
      "Teach two networks to write images down as a few numbers, and to draw them from these."
  )

  @Option(help: "What to learn from: the name of a dataset, or a path.")
  var dataset = "fashion-mnist"

  @Option(help: "The numbers of a latent vector.")
  var latent = 16

  @Option(help: "The width of the hidden layers.")
  var hidden = 512

  @Option(help: "Minutes of training.")
  var minutes = 5.0

  @Option(help: "The number of samples.")
  var samples = 64

  @Flag(help: "Continue the run in the folder, or only use it where it has had its minutes.")
  var resume = false

  @Option(help: "The folder for the run and the samples.")
  var out = "variational-autoencoder"

  var batchSize: Int { 128 }
  var exactness: String { "at most" }
  var rule: any UpdateRule { Adam(learningRate: 1e-3) }

  func validate() throws {
    try validateCommonOptions()
    guard latent > 1 else { throw ValidationError("--latent must be at least 2, for a plane.") }
    guard hidden > 0 else { throw ValidationError("--hidden must be positive.") }
  }

  func makeModel(using weights: RandomStream) -> Autoencoder {
    let shape = BinaryImages.shape
    return Autoencoder(
      height: shape.height,
      width: shape.width,
      latentSize: latent,
      hidden: hidden,
      using: weights
    )
  }

  /// Reconstructs images of the test split, and walks in the plane of the two latent numbers that say most.
  func show(_ model: Autoencoder, on images: BinaryImages) throws {
    let originals = BinaryImages.tensor(try images.test.batch(of: Array(0..<32)))
    let rows = inference {
      let reconstructions = sigmoid(model.decode(model.encode(originals).mean))
      return (0..<4).flatMap { row in
        [originals, reconstructions].map { $0.slice(row * 8..<(row + 1) * 8, along: 0) }
      }
    }
    try write(concatenate(rows), columns: 8, as: "reconstructions")

    let axes = try busiestAxes(of: model, on: images)
    print("The plane is that of the latent numbers \(axes.0) and \(axes.1).")
    try write(
      inference { sigmoid(model.decode(LatentPlane(axes).vectors(latent))) },
      columns: LatentPlane.side,
      as: "plane"
    )
  }

  /// The two latent numbers of which the encoder says most, by their share of the divergence.
  private func busiestAxes(
    of model: Autoencoder,
    on images: BinaryImages
  ) throws -> (Int, Int) {
    let some = BinaryImages.tensor(
      try images.test.batch(of: Array(0..<min(1000, images.test.count)))
    )
    let shares = inference {
      let (mean, logVariance) = model.encode(some)
      return (0..<latent).map { axis in
        gaussianDivergence(
          mean: mean.slice(axis..<axis + 1, along: 1),
          logVariance: logVariance.slice(axis..<axis + 1, along: 1)
        ).mean().scalar
      }
    }
    let order = shares.indices.sorted { shares[$0] > shares[$1] }
    return (order[0], order[1])
  }
}
