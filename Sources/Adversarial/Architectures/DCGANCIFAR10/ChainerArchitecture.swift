public import Archives
public import Datasets
internal import NeuralNetworks

/// DCGAN as in Chainer's example: `dcgan-cifar10`.
public enum ChainerArchitecture: Architecture {
  /// `dcgan-cifar10`.
  public static let name = "dcgan-cifar10"
  /// The dataset and the tutorial.
  public static let summary = "convolutions on CIFAR-10, as in the Chainer tutorial"

  /// 2 to the number of times that images are halved: the width is halved as often.
  public static func widthStep(for image: ImageShape) -> Int {
    1 << SizeLadder(chainerOf: image).halvings
  }

  /// A `DCGANGenerator`.
  public static func generator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Generator {
    DCGANGenerator(
      latentSize: shape.latentSize,
      channels: shape.width,
      image: shape.image,
      using: random.weights
    )
  }

  /// A `DCGANDiscriminator`.
  public static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator {
    DCGANDiscriminator(
      channels: shape.width,
      image: shape.image,
      noise: random.noise,
      using: random.weights
    )
  }

  /// `SharedForwardStep`.
  public static func trainingStep(of training: GANTraining) -> any TrainingStep {
    SharedForwardStep(training)
  }

  /// The shape of a generator saved by Chainer's example, for images of 32×32 pixels.
  public static func shape(ofExported generator: NamedArrays) -> NetworkShape? {
    guard let first = generator["l0/W"]?.shape, let last = generator["dc4/b"]?.shape,
      first.count == 2, last.count == 1
    else { return nil }
    var image = ImageShape.cifar10
    image.channels = last[0]
    let pixels = SizeLadder(chainerOf: image).first.pixelCount
    return NetworkShape(image: image, width: first[0] / pixels, latentSize: first[1])
  }
}
