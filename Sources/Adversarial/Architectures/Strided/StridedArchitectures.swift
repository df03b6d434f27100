public import Archives
internal import Datasets
internal import NeuralNetworks

/// Strided convolutional networks, which differ only in style.
public protocol StridedArchitecture: Architecture {
  /// The details that the paper and the tutorial do differently.
  static var style: StridedStyle { get }
}

extension StridedArchitecture {
  /// `true`.
  public static var takesClasses: Bool { true }

  /// `true`.
  public static var hasClassifier: Bool { true }

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
        hasClassifier: shape.hasClassifier,
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

  /// The shape of the TensorFlow tutorial's generator, for images of 28×28 gray pixels.
  public static func shape(ofExported generator: NamedArrays) -> NetworkShape? {
    guard let first = generator["project/w"]?.shape, let last = generator["h4/w"]?.shape,
      first.count == 2, last.count == 4, last[2] == ImageShape.mnist.channels
    else { return nil }
    return NetworkShape(image: .mnist, width: last[3], latentSize: first[0])
  }
}
