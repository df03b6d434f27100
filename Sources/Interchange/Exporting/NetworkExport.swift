internal import Adversarial
internal import Archives
internal import NeuralNetworks
public import Recipes
internal import TensorCore

/// One network of a checkpoint, to be written for other programs.
///
/// ```swift
/// let export = try NetworkExport(of: .generator, in: GeneratorCheckpoint(readingFrom: "result"))
/// try export.write(as: .onnx, to: "generator.onnx")
/// ```
public struct NetworkExport {
  /// One of both networks.
  public enum Part: String, CaseIterable, Sendable {
    /// The one that turns latent vectors into images: its EMA, if the recipe has one.
    case generator
    /// The one that tells real images from generated ones.
    case discriminator
  }

  /// What enters and leaves a network that other programs run, and what images are like there.
  public struct Border: Equatable, Sendable {
    /// The order of an image's axes.
    public enum Order: String, CaseIterable, Sendable {
      /// `[N, C, H, W]`, as in PyTorch and ONNX.
      case nchw
      /// `[N, H, W, C]`, as in Forger, TensorFlow and files.
      case nhwc
    }

    /// The order of the axes.
    public var order: Order
    /// Whether pixels are bytes, 0 to 255, instead of numbers in the network's own range.
    public var hasBytes: Bool
    /// Whether a generator takes the threshold at which its latent vectors are truncated.
    public var takesTruncation: Bool
    /// The images of a batch, in formats that are compiled for one size.
    public var batch: Int

    /// A border; what is left out is as in ONNX.
    public init(
      order: Order = .nchw,
      hasBytes: Bool = false,
      takesTruncation: Bool = false,
      batch: Int = 1
    ) {
      (self.order, self.hasBytes, self.takesTruncation) = (order, hasBytes, takesTruncation)
      self.batch = batch
    }
  }

  /// Which network it is.
  public let part: Part
  /// What images are like.
  public let border: Border
  /// The checkpoint that it is from.
  public let checkpoint: GeneratorCheckpoint
  /// The network.
  let network: Network

  /// The network with its type.
  enum Network {
    case generator(any Generator)
    case discriminator(any Discriminator)
  }

  /// An export of a network.
  ///
  /// - Parameters:
  ///   - part: Which network.
  ///   - checkpoint: The checkpoint.
  ///   - border: What images are like, for programs that run the network.
  /// - Throws: `FileProblem` if the checkpoint does not hold it, or its latent vectors are not normal and truncation
  ///   is asked for.
  public init(
    of part: Part,
    in checkpoint: GeneratorCheckpoint,
    border: Border = Border()
  ) throws {
    if border.takesTruncation {
      // It is not used, but checks that there is something to truncate.
      _ = try checkpoint.truncating(by: Truncation(at: 1))
    }
    (self.part, self.checkpoint, self.border) = (part, checkpoint, border)
    network =
      switch part {
      case .generator: .generator(checkpoint.sampler.generator)
      case .discriminator: .discriminator(try checkpoint.discriminator())
      }
  }

  /// Writes the network to `path`, completely or not at all.
  ///
  /// - Throws: `FileProblem` if the format cannot have this network, or the file cannot be written.
  public func write(as format: ExportFormat, to path: String) throws {
    try format.write(self, path)
  }

  /// The recipe that the network was trained with.
  var recipe: Recipe { checkpoint.recipe }

  /// The number of classes that the network is told, 0 for none.
  var classCount: Int { checkpoint.sampler.conditioning.classCount }

  /// The network's parameters and buffers.
  var module: any Module {
    switch network {
    case .generator(let generator): generator
    case .discriminator(let discriminator): discriminator
    }
  }

  /// What is said about the network in files that have texts.
  ///
  /// | name | text |
  /// |---|---|
  /// | `forger.version` | the version that wrote the file |
  /// | `forger.network` | `generator` or `discriminator` |
  /// | `forger.recipe` | the recipe, in YAML |
  /// | `forger.latent` | the distribution of latent vectors: `uniform` in −1…1, or `normal` |
  /// | `forger.pixel_range` | the values of dark and bright, such as `-1 1` |
  /// | `forger.classes` | the names of the classes, one a line, if they have some |
  func texts(pixelRange: String) -> [(name: String, text: String)] {
    let classes = recipe.classNames.joined(separator: "\n")
    return [
      ("forger.version", ForgerVersion.current),
      ("forger.network", part.rawValue),
      ("forger.recipe", recipe.storedText),
      ("forger.latent", recipe.latent.distribution.rawValue),
      ("forger.pixel_range", pixelRange),
    ] + (classes.isEmpty || classCount == 0 ? [] : [("forger.classes", classes)])
  }

  /// The values of dark and bright in the network's own range.
  var ownPixelRange: String { recipe.pixelRange == .unit ? "0 1" : "-1 1" }
}

extension NetworkExport {
  /// The name of the text that holds the recipe.
  static let recipeText = "forger.recipe"
}
