public import Datasets
internal import NeuralNetworks
import Preconditions
public import Randomness
public import TensorCore

/// Turns latent vectors into images, after DCGAN.
///
/// A linear layer makes an image of 4 to 7 pixels' height and `channels` values a pixel, transposed
/// convolutions double it while halving the channels, a last one makes colors. Of 32×32 pixels there
/// are three doublings, as in Chainer's DCGAN example.
///
/// Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, figure 1, in the form of Chainer's
/// DCGAN example.
public final class DCGANGenerator: UnconditionalGenerator {
  let project: Linear
  let norms: [BatchNorm]
  let upsample: [ConvTranspose2D]
  let toImage: ConvTranspose2D
  let ladder: SizeLadder
  private let channels: Int

  /// A generator with weights drawn from N(0, 0.02) and biases of 0.
  ///
  /// - Parameters:
  ///   - latentSize: The length of a latent vector.
  ///   - channels: The width of the first image, to be halved at each doubling of the size.
  ///   - image: The images to make, of at least 8×8 pixels.
  ///   - random: Where the weights come from.
  /// - Precondition: All sizes are positive, and the doublings halve `channels` without remainder.
  public init(
    latentSize: Int,
    channels: Int,
    image: ImageShape = .cifar10,
    using random: RandomStream
  ) {
    let ladder = SizeLadder(chainerOf: image)
    let widths = ladder.widths(from: channels)
    let weights = Initializer.normal(0.02)
    let units = ladder.first.pixelCount * channels
    project = Linear(latentSize, units, weights: weights, using: random)
    upsample = ladder.sizes.indices.dropFirst().map { index in
      ConvTranspose2D(
        widths[index - 1],
        widths[index],
        kernel: 4,
        ConvolutionSettings(stride: 2, padding: 1),
        outputSize: (ladder.sizes[index].height, ladder.sizes[index].width),
        weights: weights,
        using: random
      )
    }
    toImage = ConvTranspose2D(
      widths[ladder.halvings],
      image.channels,
      kernel: 3,
      ConvolutionSettings(padding: 1),
      weights: weights,
      using: random
    )
    norms = ([units] + widths.dropFirst()).map { BatchNorm($0, epsilon: 2e-5) }
    self.ladder = ladder
    self.channels = channels
  }

  /// Maps `[N, latentSize]` to `[N, H, W, C]`, with values in (0, 1).
  public func callAsFunction(_ z: Tensor) -> Tensor {
    let (height, width) = (ladder.first.height, ladder.first.width)
    var h = relu(norms[0](project(z)))
      .reshaped(to: [z.shape[0], height, width, channels] as Shape)
    for (up, norm) in zip(upsample, norms.dropFirst()) { h = relu(norm(up(h))) }
    return sigmoid(toImage(h))
  }
}

extension SizeLadder {
  /// The sizes in Chainer's form of DCGAN.
  package init(chainerOf image: ImageShape) {
    self.init(of: image, halvings: Self.usualHalvings(of: image), rounding: .down)
  }

  /// The width of the images, halved at each step from the smallest to the largest.
  ///
  /// - Precondition: There is no remainder.
  package func widths(from channels: Int) -> [Int] {
    let step = 1 << halvings
    require(channels > 0 && channels % step == 0, "DCGAN: \(channels) channels, not \(step) · n")
    return sizes.indices.map { channels >> $0 }
  }
}
