package import Datasets
internal import NeuralNetworks

/// The details in which two architectures of strided convolutions with kernels of 5 differ.
public struct StridedStyle: Sendable {
  /// The least number of halvings.
  let leastHalvings: Int
  /// The standard deviation of initial weights.
  let weightDeviation: Float
  /// The discriminator's slope for negative values.
  let slope: Float
  /// Batch normalization's ε.
  let epsilon: Float
  /// The decay rate of its running averages.
  let decay: Float
  /// Which variance they follow.
  let variance: BatchNorm.RunningVariance

  /// The DCGAN paper's style: leaky ReLU in the discriminator, weights N(0, 0.02).
  ///
  /// Source: Radford, Metz and Chintala 2015, arXiv:1511.06434, section 4 and figure 1; batch normalization,
  /// whose parameters the paper does not state, is PyTorch's.
  public static let paper = StridedStyle(
    leastHalvings: 1,
    weightDeviation: 0.02,
    slope: 0.2,
    epsilon: 1e-5,
    decay: 0.9,
    variance: .unbiased
  )

  /// The TensorFlow tutorial's style: ReLU in both networks, weights N(0, 0.04), four halvings of 28 pixels.
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
  /// The sizes in strided convolutional networks with TensorFlow's padding.
  package init(stridedOf image: ImageShape, _ style: StridedStyle) {
    let halvings = max(style.leastHalvings, Self.usualHalvings(of: image))
    self.init(of: image, halvings: halvings, rounding: .up)
  }

  /// The width of each hidden feature map from the largest to the smallest, at most eight times that of the
  /// narrowest.
  package func stridedWidths(from channels: Int) -> [Int] {
    (0..<halvings).map { channels * min(1 << $0, 8) }
  }
}
