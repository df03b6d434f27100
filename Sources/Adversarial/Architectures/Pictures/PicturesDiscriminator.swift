internal import Datasets
public import NeuralNetworks
public import Randomness
public import TensorCore

/// Tells real images from generated ones by 4×4 convolutions with a stride of 2, each of which halves the image.
///
/// With classes, the inner product of the class's vector with the last features, summed over the pixels, is added
/// to the logit, and an auxiliary classifier may read the same features.
///
/// Sources: Radford, Metz and Chintala 2015, arXiv:1511.06434, with the kernels of PyTorch's example; Miyato and
/// Koyama 2018, "cGANs with Projection Discriminator", arXiv:1802.05637, section 3.
public final class PicturesDiscriminator: ClassifyingDiscriminator, Partwise {
  let convolutions: [Conv2D]
  let norms: [BatchNorm]
  let toLogit: Linear
  let embedding: Embedding?
  let toClasses: Linear?

  /// A discriminator with weights from N(0, 0.02) and biases of 0.
  ///
  /// - Parameters:
  ///   - shape: The sizes and widths of the feature maps.
  ///   - classes: The number of classes, 0 for none.
  ///   - hasClassifier: Whether an auxiliary classifier is to tell the classes apart.
  ///   - random: The stream that weights are drawn from.
  public init(
    shape: PicturesShape,
    classes: Int = 0,
    hasClassifier: Bool = false,
    using random: RandomStream
  ) {
    let (widths, weights) = (shape.discriminatorWidths, PicturesShape.weights)
    let last = widths[widths.count - 1]
    let halving = ConvolutionSettings(stride: 2, padding: 1)
    convolutions = zip([shape.image.channels] + widths, widths).map {
      Conv2D($0, $1, kernel: 4, halving, weights: weights, using: random)
    }
    norms = widths.dropFirst().map { BatchNorm($0) }
    toLogit = Linear(shape.smallestCount * last, 1, weights: weights, using: random)
    embedding =
      classes > 0 ? Embedding(classes, last, weights: weights, using: random) : nil
    toClasses =
      classes > 0 && hasClassifier
      ? Linear(last, classes, weights: weights, using: random) : nil
  }

  /// Maps images `[N, H, W, C]` in [−1, 1], and classes, to logits.
  ///
  /// - Precondition: The condition has classes, if the discriminator has.
  public func logits(of images: Tensor, _ condition: Condition) -> DiscriminatorLogits {
    let last = lastFeatureMap(of: images)
    let logits = toLogit(last.flattened)
    guard let embedding else { return DiscriminatorLogits(source: logits) }
    return DiscriminatorLogits(
      logits,
      projecting: last,
      on: condition.classShares(for: "PicturesDiscriminator"),
      embedding,
      classifier: toClasses
    )
  }

  /// Maps images to the output of the last convolution, `[N, features]`, whatever their class.
  public func features(of images: Tensor, _ condition: Condition) -> Tensor {
    lastFeatureMap(of: images).flattened
  }

  /// Each convolution with the normalization after it, then the linear layers with the classes' vectors.
  public var parametersByLayer: [[Parameter]] {
    convolutions.parametersByLayer(normalizedBy: norms) + [
      toLogit.parameters + (embedding?.parameters ?? []) + (toClasses?.parameters ?? [])
    ]
  }

  private func lastFeatureMap(of images: Tensor) -> Tensor {
    var h = leakyReLU(convolutions[0](images), slope: 0.2)
    for (convolve, norm) in zip(convolutions.dropFirst(), norms) {
      h = leakyReLU(norm(convolve(h)), slope: 0.2)
    }
    return h
  }
}
