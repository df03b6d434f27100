public import Adversarial

/// What a recipe is called, which is the name of its architecture: "dcgan-cifar10".
///
/// Any text can be one; `Architectures.current` says which are known.
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
  /// The DCGAN paper's own, for pictures of any size.
  public static let dcgan = RecipeName(DCGANArchitecture.self)

  /// The architecture, if it is known.
  public var architecture: (any TrainableArchitecture.Type)? { Architectures.current[rawValue] }

  /// The known names in words: "one of dcgan-cifar10, mlp-mnist".
  public static var expected: String {
    "one of " + Architectures.current.names.joined(separator: ", ")
  }
}

extension RecipeName: CaseIterable, CustomStringConvertible {
  /// The known ones.
  public static var allCases: [RecipeName] { Architectures.current.all.map { RecipeName($0) } }

  /// The name.
  public var description: String { rawValue }
}

extension Recipe {
  /// The recipe of a name with the numbers that its architecture gives.
  ///
  /// - Precondition: The name is known.
  public static func named(_ name: RecipeName) -> Recipe { name.knownArchitecture.recipe }

  /// What its networks are.
  ///
  /// - Precondition: It is known, as it is of a valid recipe.
  public var architecture: any TrainableArchitecture.Type { name.knownArchitecture }

  /// What its networks are made for.
  public var networkShape: NetworkShape {
    get {
      NetworkShape(
        image: image,
        width: channels,
        latentSize: latent.size,
        conditioning: conditioning,
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
