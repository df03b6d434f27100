import Preconditions
public import TensorCore

/// Batch normalization of the last axis whose scale and shift are those of each example's class.
///
/// All classes begin with a scale of 1 and a shift of 0. Mean and variance are those of all classes together, as
/// are their running averages.
///
/// Sources: Dumoulin, Shlens and Kudlur 2017, "A Learned Representation for Artistic Style", equation 5; de Vries
/// et al. 2017, "Modulating Early Visual Processing by Language", section 3.2.
public final class ConditionalBatchNorm: Partwise {
  /// The learned scales, `[classes, channels]`.
  public let gamma: Parameter
  /// The learned shifts, `[classes, channels]`.
  public let beta: Parameter
  /// The running average of the mean, `[channels]`, 0 at first.
  public let runningMean: Buffer
  /// The running average of the variance, `[channels]`, 1 at first.
  public let runningVariance: Buffer
  private let epsilon: Float
  private let running: RunningMoments

  /// A layer that changes nothing but mean and variance.
  ///
  /// - Parameters:
  ///   - channels: The length of the last axis.
  ///   - classes: The number of classes.
  ///   - epsilon: Added to the variance inside the root.
  ///   - decay: The share of the old running average in the new one.
  ///   - variance: Which variance the running average follows.
  /// - Precondition: `channels`, `classes` and `epsilon` are positive, and `decay` is in 0...1.
  public init(
    _ channels: Int,
    classes: Int,
    epsilon: Float = 1e-5,
    decay: Float = 0.9,
    variance: BatchNorm.RunningVariance = .unbiased
  ) {
    require(
      channels > 0 && classes > 0 && epsilon > 0 && (0...1).contains(decay),
      "ConditionalBatchNorm: \(channels) channels, \(classes) classes, epsilon \(epsilon), decay \(decay)"
    )
    gamma = Parameter(.ones([classes, channels]))
    beta = Parameter(.zeros([classes, channels]))
    runningMean = Buffer(.zeros([channels]), isRunningAverage: true)
    runningVariance = Buffer(.ones([channels]), isRunningAverage: true)
    self.epsilon = epsilon
    running = RunningMoments(decay: decay, variance: variance)
  }

  /// Normalizes `[N, …, channels]`: by the batch in training, by the running averages in inference.
  ///
  /// - Parameters:
  ///   - x: `[N, …, channels]`.
  ///   - shares: The classes of the examples, `[N, classes]`: 1 for each one's, or a mixture of several.
  /// - Returns: `[N, …, channels]`.
  public func callAsFunction(_ x: Tensor, _ shares: Tensor) -> Tensor {
    let rows = Shape(
      x.shape.dimensions.indices.map { [0, x.rank - 1].contains($0) ? x.shape[$0] : 1 }
    )
    let scale = matrixProduct(shares, gamma.value).reshaped(to: rows)
    let shift = matrixProduct(shares, beta.value).reshaped(to: rows)
    return normalized(x) * scale + shift
  }

  private func normalized(_ x: Tensor) -> Tensor {
    if Mode.current == .inference {
      return normalize(
        x,
        mean: runningMean.value,
        variance: runningVariance.value,
        gamma: nil,
        beta: nil,
        epsilon: epsilon
      )
    }
    let parts = BatchParts.count
    let result = batchNorm(x, gamma: nil, beta: nil, epsilon: epsilon, parts: parts)
    running.follow(result, of: x, parts: parts, mean: runningMean, variance: runningVariance)
    return result.output
  }
}
