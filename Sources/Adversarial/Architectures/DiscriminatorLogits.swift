internal import NeuralNetworks
public import TensorCore

/// What a discriminator says of a batch of images.
public struct DiscriminatorLogits {
  /// Whether images are real, `[N, 1]`, positive for real ones.
  public let source: Tensor
  /// Which class they are of, `[N, classes]`: the logits of the auxiliary classifier, if there is one.
  public let classes: Tensor?

  /// Logits of as many images.
  public init(source: Tensor, classes: Tensor? = nil) {
    (self.source, self.classes) = (source, classes)
  }

  /// The logits of a discriminator with projection: to the unconditional ones comes the inner product of the class's
  /// vector with the last features, summed over the pixels, which an auxiliary classifier reads, too.
  ///
  /// Source: Miyato and Koyama 2018, "cGANs with Projection Discriminator", arXiv:1802.05637, section 3.
  ///
  /// - Parameters:
  ///   - unconditional: `[N, 1]`.
  ///   - features: The last feature map, `[N, H, W, C]`.
  ///   - shares: The classes, `[N, classes]`.
  ///   - embedding: The classes' vectors, of length C.
  ///   - classifier: Maps summed features to classes.
  init(
    _ unconditional: Tensor,
    projecting features: Tensor,
    on shares: Tensor,
    _ embedding: Embedding,
    classifier: Linear?
  ) {
    let summed = features.sum(along: [1, 2])
    source = unconditional + (summed * embedding(shares)).sum(along: [1], keepingAxes: true)
    classes = classifier?(summed)
  }

  /// The logits of some of the images.
  ///
  /// - Precondition: The range is within bounds.
  subscript(range: Range<Int>) -> DiscriminatorLogits {
    DiscriminatorLogits(
      source: source.slice(range, along: 0),
      classes: classes?.slice(range, along: 0)
    )
  }
}

/// A discriminator with an auxiliary classifier, which tells the classes of images apart in the same pass.
///
/// Source: Odena, Olah and Shlens 2017, "Conditional Image Synthesis with Auxiliary Classifier GANs",
/// arXiv:1610.09585, section 4.
public protocol ClassifyingDiscriminator: Discriminator {
  /// Maps images, and classes, to whether they are real and to which class they look like.
  ///
  /// - Parameters:
  ///   - images: `[N, H, W, C]`, in the generator's range.
  ///   - condition: The class of each image, if there are classes.
  /// - Returns: The logits; those of classes only where there are classes.
  func logits(of images: Tensor, _ condition: Condition) -> DiscriminatorLogits
}

extension ClassifyingDiscriminator {
  /// Maps images, and classes, to whether they are real, `[N, 1]`.
  public func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor {
    logits(of: images, condition).source
  }
}

extension Discriminator {
  /// The logits of images with their condition, with those of classes where it has a classifier.
  func logits(of examples: Examples) -> DiscriminatorLogits {
    (self as? any ClassifyingDiscriminator)?.logits(of: examples.images, examples.condition)
      ?? DiscriminatorLogits(source: self(examples))
  }
}
