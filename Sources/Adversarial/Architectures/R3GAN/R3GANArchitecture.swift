internal import Datasets
internal import NeuralNetworks

/// R3GAN's networks: `r3gan`.
public enum R3GANArchitecture: Architecture {
  /// `r3gan`.
  public static let name = "r3gan"
  /// Names the paper.
  public static let summary = "residual networks, relativistic, R1 and R2, as in the R3GAN paper"

  /// `true`: the class is embedded, beside the latent vector and for the logit.
  public static var takesClasses: Bool { true }

  /// A `R3GANGenerator`.
  public static func generator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Generator {
    R3GANGenerator(
      latentSize: shape.latentSize,
      imageChannels: shape.image.channels,
      classes: shape.conditioning.classCount,
      shape: R3GANStages(of: shape.image, width: shape.width),
      using: random.weights
    )
  }

  /// A `R3GANDiscriminator`.
  public static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator {
    R3GANDiscriminator(
      imageChannels: shape.image.channels,
      classes: shape.conditioning.classCount,
      shape: R3GANStages(of: shape.image, width: shape.width),
      using: random.weights
    )
  }

  /// `OwnBatchesStep`.
  public static func trainingStep(of training: GANTraining) -> any TrainingStep {
    OwnBatchesStep(training)
  }

  /// 1: each network's update has real images of its own.
  public static var generatorBatches: Int { 1 }
}
