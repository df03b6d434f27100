public import Adversarial

/// The name of a recipe, which is that of its architecture: "dcgan-cifar10".
///
/// Any text is a name; `Architectures.current` says which are known.
public struct RecipeName: RawRepresentable, Codable, Hashable, Sendable {
  /// The name.
  public let rawValue: String

  /// A name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The name of an architecture.
  public init(_ architecture: any TrainableArchitecture.Type) { rawValue = architecture.name }

  /// The Chainer tutorial's DCGAN.
  public static let dcganCIFAR10 = RecipeName(ChainerArchitecture.self)
  /// The PyTorch tutorial's fully connected GAN.
  public static let mlpMNIST = RecipeName(MLPArchitecture.self)
  /// The Keras tutorial's GAN with upsampling and pooling.
  public static let upsamplingMNIST = RecipeName(UpsamplingArchitecture.self)
  /// The TensorFlow tutorial's DCGAN.
  public static let dcganMNIST = RecipeName(TensorFlowArchitecture.self)
  /// The DCGAN paper's networks, for images of any size.
  public static let dcgan = RecipeName(DCGANArchitecture.self)

  /// R3GAN, for images of any size.
  public static let r3gan = RecipeName(R3GANArchitecture.self)

  /// Images of your own, of any size.
  public static let pictures = RecipeName(PicturesArchitecture.self)

  /// The architecture, if it is known.
  public var architecture: (any TrainableArchitecture.Type)? { Architectures.current[rawValue] }

  /// The known names, as an error message lists them: "one of dcgan-cifar10, mlp-mnist".
  public static var expected: String {
    "one of " + Architectures.current.names.joined(separator: ", ")
  }
}

extension RecipeName: CaseIterable, CustomStringConvertible {
  /// The known names.
  public static var allCases: [RecipeName] { Architectures.current.all.map { RecipeName($0) } }

  /// The name.
  public var description: String { rawValue }
}

extension Recipe {
  /// The recipe of this name, with its architecture's default values.
  ///
  /// - Precondition: The name is known.
  public static func named(_ name: RecipeName) -> Recipe { name.knownArchitecture.recipe }

  /// The recipe's architecture.
  ///
  /// - Precondition: It is known, as it is if the recipe is valid.
  public var architecture: any TrainableArchitecture.Type { name.knownArchitecture }

  /// The shape that its networks are built for.
  public var networkShape: NetworkShape {
    get {
      NetworkShape(
        image: image,
        width: channels,
        latentSize: latent.size,
        conditioning: conditioning,
        hasClassifier: classifierWeight > 0,
        own: own
      )
    }
    set {
      (image, channels, latent.size) = (newValue.image, newValue.width, newValue.latentSize)
      let count = newValue.conditioning.classCount
      (classes, own) = (count == 0 ? .none : .count(count), newValue.own)
    }
  }
}

extension RecipeName {
  fileprivate var knownArchitecture: any TrainableArchitecture.Type {
    guard let architecture else { fatalError("Recipe: \(rawValue) is not \(Self.expected)") }
    return architecture
  }
}
