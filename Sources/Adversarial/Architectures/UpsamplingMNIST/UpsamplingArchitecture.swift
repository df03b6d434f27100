public import Archives
public import Datasets
internal import NeuralNetworks

/// Upsampling and pooling as in the Keras tutorial: `upsampling-mnist`.
public enum UpsamplingArchitecture: Architecture {
  /// `upsampling-mnist`.
  public static let name = "upsampling-mnist"
  /// The dataset and the tutorial.
  public static let summary = "upsampling and pooling on MNIST, as in the Keras tutorial"

  /// 2: the width is halved once.
  public static func widthStep(for image: ImageShape) -> Int { 2 }

  /// Accepts images whose height and width are multiples of 4.
  public static func check(_ shape: NetworkShape) throws(NetworkShapeProblem) {
    let image = shape.image
    guard image.height.isMultiple(of: 4) && image.width.isMultiple(of: 4) else {
      throw NetworkShapeProblem(
        .image,
        found: "\(image.height)x\(image.width)",
        expected: "multiples of 4, since \(name) doubles images twice"
      )
    }
  }

  /// An `UpsamplingGenerator`.
  public static func generator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Generator {
    UpsamplingGenerator(
      latentSize: shape.latentSize,
      channels: shape.width,
      image: shape.image,
      using: random.weights
    )
  }

  /// A `PoolingDiscriminator`.
  public static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator {
    PoolingDiscriminator(channels: shape.width, image: shape.image, using: random.weights)
  }

  /// `JointBatchStep`.
  public static func trainingStep(of training: GANTraining) -> any TrainingStep {
    JointBatchStep(training)
  }

  /// The shape of the Keras tutorial's generator, for images of 28×28 gray pixels.
  public static func shape(ofExported generator: NamedArrays) -> NetworkShape? {
    guard let first = generator["dense1/kernel"]?.shape,
      let last = generator["conv2/kernel"]?.shape,
      first.count == 2, last.count == 4, last[3] == ImageShape.mnist.channels
    else { return nil }
    return NetworkShape(image: .mnist, width: 2 * last[2], latentSize: first[0])
  }
}
