public import Archives
internal import Datasets
internal import NeuralNetworks

/// Fully connected networks as in the PyTorch tutorial: `mlp-mnist`.
public enum MLPArchitecture: Architecture {
  /// `mlp-mnist`.
  public static let name = "mlp-mnist"
  /// The dataset and the tutorial.
  public static let summary = "fully connected networks on MNIST, as in the PyTorch tutorial"

  /// An `MLPGenerator`.
  public static func generator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Generator {
    MLPGenerator(
      latentSize: shape.latentSize,
      width: shape.width,
      image: shape.image,
      using: random.weights
    )
  }

  /// An `MLPDiscriminator`.
  public static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator {
    MLPDiscriminator(width: shape.width, image: shape.image, using: random.weights)
  }

  /// `AlternatingStep` with the mean over real and generated images, as in the tutorial.
  public static func trainingStep(of training: GANTraining) -> any TrainingStep {
    AlternatingStep(training, discriminatorScale: 0.5)
  }

  /// The shape of the PyTorch tutorial's generator, for images of 28×28 gray pixels.
  public static func shape(ofExported generator: NamedArrays) -> NetworkShape? {
    guard let first = generator["0.weight"]?.shape, let last = generator["6.bias"]?.shape,
      first.count == 2, last == [ImageShape.mnist.byteCount]
    else { return nil }
    return NetworkShape(image: .mnist, width: first[0], latentSize: first[1])
  }
}
