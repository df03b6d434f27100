public import Datasets
public import NeuralNetworks
public import Randomness
public import TensorCore

/// A `StridedDiscriminator` that tells images of a class from others, too: to the logit comes the inner product of
/// the class's vector with the last features, summed over the pixels.
///
/// An auxiliary classifier may read these features, too.
///
/// Its paths are those of the unconditional one, `embedding` and `toClasses`.
///
/// Source: Miyato and Koyama 2018, "cGANs with Projection Discriminator", arXiv:1802.05637, section 3.
public final class ProjectionDiscriminator: ClassifyingDiscriminator, Partwise {
  let convolutions: [Conv2D]
  let norms: [BatchNorm]
  let toLogit: Linear
  let embedding: Embedding
  let toClasses: Linear?
  private let slope: Float

  /// A discriminator with freshly drawn weights and biases of 0.
  ///
  /// - Parameters:
  ///   - channels: The width of the first convolution; the next are twice, four and eight times as wide.
  ///   - classes: The number of classes.
  ///   - image: The images to tell apart, of at least 8×8 pixels; in the tutorial's style of 16×16.
  ///   - style: What is done as in the tutorial or in the paper.
  ///   - hasClassifier: Whether an auxiliary classifier is to tell the classes apart.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive.
  public init(
    channels: Int,
    classes: Int,
    image: ImageShape = .mnist,
    style: StridedStyle = .tutorial,
    hasClassifier: Bool = false,
    using random: RandomStream
  ) {
    let ladder = SizeLadder(stridedOf: image, style)
    let weights = Initializer.normal(style.weightDeviation)
    let widths = ladder.stridedWidths(from: channels)
    let last = widths.last ?? channels
    convolutions = StridedDiscriminator.downsampling(image, widths, style, using: random)
    norms = widths.dropFirst().map(style.norm)
    toLogit = Linear(ladder.first.pixelCount * last, 1, weights: weights, using: random)
    embedding = Embedding(classes, last, weights: weights, using: random)
    toClasses =
      hasClassifier ? Linear(last, classes, weights: weights, using: random) : nil
    slope = style.slope
  }

  /// Maps images `[N, H, W, C]` in [−1, 1] and classes to logits, positive for real ones of the class.
  ///
  /// - Precondition: The condition has classes.
  public func logits(of images: Tensor, _ condition: Condition) -> DiscriminatorLogits {
    let last = lastImage(of: images)
    return DiscriminatorLogits(
      toLogit(last.flattened),
      projecting: last,
      on: condition.classShares(for: "ProjectionDiscriminator"),
      embedding,
      classifier: toClasses
    )
  }

  /// Maps images to the last convolution's result, `[N, features]`, whatever their class.
  public func features(of images: Tensor, _ condition: Condition) -> Tensor {
    lastImage(of: images).flattened
  }

  /// Each convolution with the normalization after it, then the linear layers with the classes' vectors.
  public var parametersByLayer: [[Parameter]] {
    convolutions.parametersByLayer(normalizedBy: norms) + [
      toLogit.parameters + embedding.parameters + (toClasses?.parameters ?? [])
    ]
  }

  private func lastImage(of images: Tensor) -> Tensor {
    StridedDiscriminator.lastImage(of: images, convolutions, norms, slope: slope)
  }
}
