package import Datasets
internal import NeuralNetworks

/// What two networks of one architecture, strided convolutions with kernels of 5, do differently.
public struct StridedStyle: Sendable {
  /// How many times images are halved, of so many at least.
  let leastHalvings: Int
  /// The standard deviation of fresh weights.
  let weightDeviation: Float
  /// The discriminator's slope below 0.
  let slope: Float
  /// What keeps batch normalization's denominator from 0.
  let epsilon: Float
  /// The decay rate of its running averages.
  let decay: Float
  /// Which variance they follow.
  let variance: BatchNorm.RunningVariance

  /// The DCGAN paper's: leaky ReLU in the discriminator, weights N(0, 0.02).
  ///
  /// Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 4 and figure 1; batch
  /// normalization, of which the paper gives no numbers, is PyTorch's.
  public static let paper = StridedStyle(
    leastHalvings: 1,
    weightDeviation: 0.02,
    slope: 0.2,
    epsilon: 1e-5,
    decay: 0.9,
    variance: .unbiased
  )

  /// The TensorFlow tutorial's: ReLU in both networks, weights N(0, 0.04), four halvings of 28 pixels.
  public static let tutorial = StridedStyle(
    leastHalvings: 4,
    weightDeviation: 0.04,
    slope: 0,
    epsilon: 1e-3,
    decay: 0.99,
    variance: .biased
  )

  /// Batch normalization of images or vectors.
  func norm(_ channels: Int) -> BatchNorm {
    BatchNorm(channels, epsilon: epsilon, decay: decay, variance: variance)
  }
}

extension SizeLadder {
  /// The sizes in networks of strided convolutions with TensorFlow's padding.
  package init(stridedOf image: ImageShape, _ style: StridedStyle) {
    let halvings = max(style.leastHalvings, Self.usualHalvings(of: image))
    self.init(of: image, halvings: halvings, rounding: .up)
  }

  /// The width of each hidden image from the largest to the smallest, whose widest is eight times as
  /// wide as the narrowest.
  package func stridedWidths(from channels: Int) -> [Int] {
    (0..<halvings).map { channels * min(1 << $0, 8) }
  }
}
