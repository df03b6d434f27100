public import NeuralNetworks
public import Randomness
public import TensorCore

/// Tells real images from generated ones by residual blocks with halvings between them.
///
/// The last image becomes a vector by a weight for each of its numbers. A conditional one compares the vector with an
/// embedding of the class.
///
/// Source: Huang et al. 2024, "The GAN is dead; long live the GAN! A Modern GAN Baseline",
/// arXiv:2501.05441, and its code.
public final class R3GANDiscriminator: Discriminator, Partwise, ImagewiseDiscriminator {
  let fromImage: Conv2D
  let stages: [Stage]
  let basis: Conv2D
  let toLogit: Linear
  let embedding: Linear?
  /// As many images as are best worked on at a time; see `ImagewiseDiscriminator`.
  package var imagesAtOnce: Int

  /// Images of one size on their way: blocks, then a halving and a change of width, but for the smallest.
  final class Stage: Module {
    let blocks: [R3GANBlock]
    let change: Conv2D?
    let isLast: Bool

    init(_ shape: R3GANStages, _ index: Int, using random: RandomStream) {
      let stage = shape.stages[index]
      blocks = (0..<stage.blocks).map { _ in
        R3GANBlock(stage, blockCount: shape.blockCount, using: random)
      }
      let after = index > 0 ? shape.stages[index - 1].width : stage.width
      change = after == stage.width ? nil : pixelwise(stage.width, after, using: random)
      isLast = index == 0
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
      let h = blocks.reduce(x) { $1($0) }
      if isLast { return h }
      let half = halvedBinomially(h)
      return change?(half) ?? half
    }
  }

  /// A discriminator with freshly drawn weights.
  ///
  /// - Parameters:
  ///   - imageChannels: The values of a pixel.
  ///   - classes: The classes that images are said to be of, 0 for none.
  ///   - shape: Width and depth.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive.
  public init(
    imageChannels: Int,
    classes: Int = 0,
    shape: R3GANStages,
    using random: RandomStream
  ) {
    let (last, width) = (shape.ladder.first, shape.stages[0].width)
    fromImage = pixelwise(
      imageChannels,
      shape.stages[shape.stages.count - 1].width,
      using: random
    )
    stages = shape.stages.indices.reversed().map { Stage(shape, $0, using: random) }
    basis = Conv2D(
      width,
      width,
      kernel: (last.height, last.width),
      ConvolutionSettings(groups: width),
      hasBias: false,
      weights: .fanInNormal(),
      using: random
    )
    let isConditional = classes > 0
    toLogit = Linear(
      width,
      isConditional ? width : 1,
      hasBias: false,
      weights: .fanInNormal(),
      using: random
    )
    let gain = 1 / Float(width).squareRoot()
    embedding =
      isConditional
      ? Linear(classes, width, hasBias: false, weights: .fanInNormal(gain: gain), using: random)
      : nil
    imagesAtOnce = shape.imagesAtOnce
  }

  /// Maps images `[N, H, W, C]` to logits `[N, 1]`, positive for real ones.
  ///
  /// - Precondition: A conditional one is told a class of each image.
  public func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor {
    let h = toLogit(features(of: images, condition))
    guard let embedding else { return h }
    return (h * embedding(condition.classShares(for: "R3GANDiscriminator"))).sum(
      along: [1],
      keepingAxes: true
    )
  }

  /// Maps images to the last stage's result, weighted and summed over pixels, `[N, features]`.
  public func features(of images: Tensor, _ condition: Condition) -> Tensor {
    basis(stages.reduce(fromImage(images)) { $1($0) }).flattened
  }

  /// The convolution of the image, each stage, the weights of the last image, and the linear layer with the
  /// embedding of classes.
  public var parametersByLayer: [[Parameter]] {
    [fromImage.parameters] + stages.map(\.parameters) + [basis.parameters]
      + [toLogit.parameters + (embedding?.parameters ?? [])]
  }
}
