import Preconditions
public import TensorCore

/// Batch normalization of the last axis, with running averages for inference.
///
/// Source: Ioffe and Szegedy 2015, "Batch Normalization", algorithms 1 and 2.
public final class BatchNorm: Layer, Partwise {
  /// The variance that the running average follows.
  public enum RunningVariance: Sendable {
    /// The batch's variance times n / (n − 1): as in Chainer 7.8.1, PyTorch 2.15, and TensorFlow's fused
    /// kernel for images.
    case unbiased
    /// The batch's variance: as in Keras 3.15, and TensorFlow's `batch_norm` of 2017, which its tutorial
    /// calls, if it is not fused. (Keras 2.1.3 to 2.3 took n / (n − 1 − ε).)
    case biased
  }

  /// The learned scale, `[channels]`, if the layer has one.
  public let gamma: Parameter?
  /// The learned shift, `[channels]`, if the layer has one.
  public let beta: Parameter?
  /// The running average of the mean, `[channels]`, initially 0.
  public let runningMean: Buffer
  /// The running average of the variance, `[channels]`, initially 1.
  public let runningVariance: Buffer
  private let epsilon: Float
  private let running: RunningMoments

  /// A layer that initially neither scales nor shifts.
  ///
  /// - Parameters:
  ///   - channels: The length of the last axis.
  ///   - epsilon: Added to the variance inside the root.
  ///   - decay: The decay rate of the running averages; PyTorch's momentum is 1 − decay.
  ///   - hasGamma: Whether there is a learned scale.
  ///   - hasBeta: Whether there is a learned shift.
  ///   - variance: The variance that the running average follows.
  /// - Precondition: `channels` and `epsilon` are positive, and `decay` is in 0...1.
  public init(
    _ channels: Int,
    epsilon: Float = 1e-5,
    decay: Float = 0.9,
    hasGamma: Bool = true,
    hasBeta: Bool = true,
    variance: RunningVariance = .unbiased
  ) {
    require(
      channels > 0 && epsilon > 0 && (0...1).contains(decay),
      "BatchNorm: \(channels) channels, epsilon \(epsilon), decay \(decay)"
    )
    gamma = hasGamma ? Parameter(.ones([channels])) : nil
    beta = hasBeta ? Parameter(.zeros([channels])) : nil
    runningMean = Buffer(.zeros([channels]), isRunningAverage: true)
    runningVariance = Buffer(.ones([channels]), isRunningAverage: true)
    self.epsilon = epsilon
    running = RunningMoments(decay: decay, variance: variance)
  }

  /// Normalizes `[N, …, channels]`: by the batch's statistics in training, by the running averages in
  /// inference.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    if Mode.current == .inference {
      return normalize(
        x,
        mean: runningMean.value,
        variance: runningVariance.value,
        gamma: gamma?.value,
        beta: beta?.value,
        epsilon: epsilon
      )
    }
    let parts = BatchParts.count
    let result = batchNorm(
      x,
      gamma: gamma?.value,
      beta: beta?.value,
      epsilon: epsilon,
      parts: parts
    )
    running.follow(result, of: x, parts: parts, mean: runningMean, variance: runningVariance)
    return result.output
  }
}

/// How running averages follow the moments of batches.
struct RunningMoments {
  let decay: Float
  let variance: BatchNorm.RunningVariance

  /// Lets the averages follow the moments of each part of a batch, one after the other.
  func follow(
    _ result: BatchNormResult,
    of x: Tensor,
    parts: Int,
    mean: Buffer,
    variance average: Buffer
  ) {
    withoutRecording {
      let own = x.elementCount / x.shape[-1] / parts
      let count = Context.current.shareOfStatistics?.wholeCount(for: own) ?? own
      let scale: Float =
        variance == .unbiased ? Float(count) / Float(max(count - 1, 1)) : 1
      for part in 0..<parts {
        follow(mean, result.mean.slice(part..<(part + 1), along: 0), scale: 1)
        follow(average, result.variance.slice(part..<(part + 1), along: 0), scale: scale)
      }
    }
  }

  private func follow(_ average: Buffer, _ observed: Tensor, scale: Float) {
    let observed = observed.flattened.reshaped(to: average.value.shape)
    average.value = average.value * decay + observed * (scale * (1 - decay))
  }
}
