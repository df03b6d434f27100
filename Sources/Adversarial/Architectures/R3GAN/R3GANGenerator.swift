internal import NeuralNetworks
public import Randomness
public import TensorCore

/// Turns latent vectors into images: a learned basis, scaled by the vector, passes through residual blocks and
/// is doubled between them.
///
/// Nothing is normalized, and nothing bounds the numbers of the image. The class of a conditional one
/// is embedded and appended to the latent vector.
///
/// Source: Huang et al. 2024, "The GAN is dead; long live the GAN! A Modern GAN Baseline",
/// arXiv:2501.05441, and its code.
public final class R3GANGenerator: Generator, ImagewiseGenerator {
  let basis: Parameter
  let toBasis: Linear
  let embedding: Linear?
  let stages: [Stage]
  let toImage: Conv2D
  private let shape: R3GANStages

  /// Images of one size on their way: a change of width and a doubling, but for the smallest, then blocks.
  final class Stage: Module {
    let change: Conv2D?
    let blocks: [R3GANBlock]
    private let size: SizeLadder.Size

    init(_ shape: R3GANStages, _ index: Int, using random: RandomStream) {
      let stage = shape.stages[index]
      let before = index > 0 ? shape.stages[index - 1].width : stage.width
      change = before == stage.width ? nil : pixelwise(before, stage.width, using: random)
      blocks = (0..<stage.blocks).map { _ in
        R3GANBlock(stage, blockCount: shape.blockCount, using: random)
      }
      size = shape.ladder.sizes[index]
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
      var h = change?(x) ?? x
      if h.shape[1] != size.height || h.shape[2] != size.width {
        h = doubledBinomially(h, to: (size.height, size.width))
      }
      return blocks.reduce(h) { $1($0) }
    }
  }

  /// A generator with freshly drawn weights.
  ///
  /// - Parameters:
  ///   - latentSize: The length of a latent vector.
  ///   - imageChannels: The values of a pixel.
  ///   - classes: The classes it is asked for, 0 for none.
  ///   - shape: Width and depth.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive.
  public init(
    latentSize: Int,
    imageChannels: Int,
    classes: Int = 0,
    shape: R3GANStages,
    using random: RandomStream
  ) {
    let (first, width) = (shape.ladder.first, shape.stages[0].width)
    basis = Parameter(.normal([first.height, first.width, width], using: random))
    let isConditional = classes > 0
    toBasis = Linear(
      isConditional ? 2 * latentSize : latentSize,
      width,
      hasBias: false,
      weights: .fanInNormal(),
      using: random
    )
    embedding =
      isConditional
      ? Linear(classes, latentSize, hasBias: false, weights: .fanInNormal(), using: random) : nil
    stages = shape.stages.indices.map { Stage(shape, $0, using: random) }
    toImage = pixelwise(shape.stages[shape.stages.count - 1].width, imageChannels, using: random)
    self.shape = shape
  }

  /// Maps `[N, latentSize]` to `[N, H, W, C]`.
  ///
  /// - Precondition: A conditional one is told a class of each image.
  public func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor {
    var z = z
    if let embedding {
      z = concatenate([z, embedding(condition.classShares(for: "R3GANGenerator"))], along: 1)
    }
    let scale = toBasis(z)
    let first = basis.value * scale.reshaped(to: [z.shape[0], 1, 1, scale.shape[1]])
    return toImage(stages.reduce(first) { $1($0) })
  }
}
