public import Datasets
public import NeuralNetworks
public import Randomness
public import TensorCore

/// A `StridedDiscriminator` that tells images of a class from others, too: to the logit comes the inner product of
/// the class's vector with the last features, summed over the pixels.
///
/// Its paths are those of the unconditional one, and `embedding`.
///
/// Source: Miyato and Koyama 2018, "cGANs with Projection Discriminator", arXiv:1802.05637, section 3.
public final class ProjectionDiscriminator: Discriminator, Partwise {
  let convolutions: [Conv2D]
  let norms: [BatchNorm]
  let toLogit: Linear
  let embedding: Embedding
  private let slope: Float

  /// A discriminator with freshly drawn weights and biases of 0.
  ///
  /// - Parameters:
  ///   - channels: The width of the first convolution; the next are twice, four and eight times as wide.
  ///   - classes: The number of classes.
  ///   - image: The images to tell apart, of at least 8×8 pixels; in the tutorial's style of 16×16.
  ///   - style: What is done as in the tutorial or in the paper.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive.
  public init(
    channels: Int,
    classes: Int,
    image: ImageShape = .mnist,
    style: StridedStyle = .tutorial,
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
    slope = style.slope
  }

  /// Maps images `[N, H, W, C]` in [−1, 1] and classes to logits `[N, 1]`, positive for real ones of the class.
  ///
  /// - Precondition: The condition has classes.
  public func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor {
    let vectors = embedding(condition.classShares(for: "ProjectionDiscriminator"))
    let last = lastImage(of: images)
    let pooled = last.sum(along: [1, 2])
    return toLogit(last.flattened) + (pooled * vectors).sum(along: [1], keepingAxes: true)
  }

  /// Maps images to the last convolution's result, `[N, features]`, whatever their class.
  public func features(of images: Tensor, _ condition: Condition) -> Tensor {
    lastImage(of: images).flattened
  }

  /// Each convolution with the normalization after it, then the linear layer with the classes' vectors.
  public var parametersByLayer: [[Parameter]] {
    convolutions.parametersByLayer(normalizedBy: norms) + [
      toLogit.parameters + embedding.parameters
    ]
  }

  private func lastImage(of images: Tensor) -> Tensor {
    StridedDiscriminator.lastImage(of: images, convolutions, norms, slope: slope)
  }
}
