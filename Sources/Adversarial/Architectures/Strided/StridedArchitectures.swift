internal import NeuralNetworks

/// Strided convolutional networks, which differ only in style.
public protocol StridedArchitecture: Architecture {
  /// The details that the paper and the tutorial do differently.
  static var style: StridedStyle { get }
}

extension StridedArchitecture {
  /// A `StridedGenerator`.
  public static func generator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Generator {
    StridedGenerator(
      latentSize: shape.latentSize,
      channels: shape.width,
      image: shape.image,
      style: style,
      using: random.weights
    )
  }

  /// A `StridedDiscriminator`.
  public static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator {
    StridedDiscriminator(
      channels: shape.width,
      image: shape.image,
      style: style,
      using: random.weights
    )
  }
}

/// The DCGAN paper's networks: `dcgan`.
public enum DCGANArchitecture: StridedArchitecture {
  /// `dcgan`.
  public static let name = "dcgan"
  /// The paper and its use.
  public static let summary = "the DCGAN paper's networks, for your own images"
  /// The paper's style.
  public static let style = StridedStyle.paper
}

/// The TensorFlow tutorial's networks: `dcgan-mnist`.
public enum TensorFlowArchitecture: StridedArchitecture {
  /// `dcgan-mnist`.
  public static let name = "dcgan-mnist"
  /// The dataset and the tutorial.
  public static let summary = "strided convolutions on MNIST, as in the TensorFlow tutorial"
  /// The tutorial's style.
  public static let style = StridedStyle.tutorial
}
