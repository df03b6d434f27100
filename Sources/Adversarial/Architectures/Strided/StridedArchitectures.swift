internal import NeuralNetworks

/// Networks of strided convolutions, which differ in their style alone.
public protocol StridedArchitecture: Architecture {
  /// What is done as in the paper or in the tutorial.
  static var style: StridedStyle { get }
}

extension StridedArchitecture {
  /// `true`.
  public static var takesClasses: Bool { true }

  /// A `StridedGenerator`, or a `ClassStridedGenerator` where there are classes.
  public static func generator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Generator {
    if case .classes(let classes) = shape.conditioning {
      return ClassStridedGenerator(
        latentSize: shape.latentSize,
        channels: shape.width,
        classes: classes,
        image: shape.image,
        style: style,
        using: random.weights
      )
    }
    return StridedGenerator(
      latentSize: shape.latentSize,
      channels: shape.width,
      image: shape.image,
      style: style,
      using: random.weights
    )
  }

  /// A `StridedDiscriminator`, or a `ProjectionDiscriminator` where there are classes.
  public static func discriminator(
    _ shape: NetworkShape,
    using random: NetworkStreams
  ) -> any Discriminator {
    if case .classes(let classes) = shape.conditioning {
      return ProjectionDiscriminator(
        channels: shape.width,
        classes: classes,
        image: shape.image,
        style: style,
        using: random.weights
      )
    }
    return StridedDiscriminator(
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
  /// Names the paper and what it is for.
  public static let summary = "the DCGAN paper's networks, for pictures of your own"
  /// The paper's.
  public static let style = StridedStyle.paper
}

/// The TensorFlow tutorial's networks: `dcgan-mnist`.
public enum TensorFlowArchitecture: StridedArchitecture {
  /// `dcgan-mnist`.
  public static let name = "dcgan-mnist"
  /// Names the data and the tutorial.
  public static let summary = "strided convolutions on MNIST, as in the TensorFlow tutorial"
  /// The tutorial's.
  public static let style = StridedStyle.tutorial
}
