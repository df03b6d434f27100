public import Datasets
internal import NeuralNetworks
public import Randomness
public import TensorCore

/// A `StridedGenerator` whose batch normalization knows the class that is asked for.
///
/// Its paths are those of the unconditional one; scales and shifts have a row for each class.
///
/// Source: Miyato and Koyama 2018, "cGANs with Projection Discriminator", arXiv:1802.05637, section 5, whose
/// generators have conditional batch normalization.
public final class ClassStridedGenerator: Generator {
  let project: Linear
  let norms: [ConditionalBatchNorm]
  let upsample: [ConvTranspose2D]
  let ladder: SizeLadder

  /// A generator with freshly drawn weights; all classes begin alike.
  ///
  /// - Parameters:
  ///   - latentSize: The length of a latent vector.
  ///   - channels: The width of the last hidden image; those before are twice, four and eight times as
  ///     wide.
  ///   - classes: The number of classes.
  ///   - image: The images to make, of at least 8×8 pixels; in the tutorial's style of 16×16.
  ///   - style: What is done as in the tutorial or in the paper.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive.
  public init(
    latentSize: Int,
    channels: Int,
    classes: Int,
    image: ImageShape = .mnist,
    style: StridedStyle = .tutorial,
    using random: RandomStream
  ) {
    let ladder = SizeLadder(stridedOf: image, style)
    let widths = Array(ladder.stridedWidths(from: channels).reversed())
    project = StridedGenerator.projection(latentSize, ladder, widths, style, using: random)
    norms = widths.map { style.norm($0, classes: classes) }
    upsample = StridedGenerator.upsampling(to: image, ladder, widths, style, using: random)
    self.ladder = ladder
  }

  /// Maps latent vectors `[N, latentSize]` and classes to `[N, H, W, C]`, with values in (−1, 1).
  ///
  /// - Precondition: The condition has classes.
  public func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor {
    let shares = condition.classShares(for: "ClassStridedGenerator")
    let (height, width) = (ladder.first.height, ladder.first.width)
    var h = project(z).reshaped(to: [z.shape[0], height, width, -1])
    for (norm, up) in zip(norms, upsample) { h = up(relu(norm(h, shares))) }
    return tanh(h)
  }
}
