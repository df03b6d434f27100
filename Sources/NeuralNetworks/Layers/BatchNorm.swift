import Preconditions
public import TensorCore

/// Batch normalization of the last axis, with running averages for inference.
///
/// Source: Ioffe and Szegedy 2015, "Batch Normalization", algorithms 1 and 2.
public final class BatchNorm: Layer, Partwise {
  /// Which variance the running average follows.
  public enum RunningVariance: Sendable {
    /// That of the batch, n / (n − 1) times: as in Chainer 7.8.1, PyTorch 2.15, and TensorFlow's fused
    /// kernel for images.
    case unbiased
    /// That of the batch: as in Keras 3.15, and TensorFlow's `batch_norm` of 2017, which its tutorial
    /// calls, where it is not fused. (Keras 2.1.3 to 2.3 took n / (n − 1 − ε).)
    case biased
  }

  /// The learned scale, `[channels]`, if the layer has one.
  public let gamma: Parameter?
  /// The learned shift, `[channels]`, if the layer has one.
  public let beta: Parameter?
  /// The running average of the mean, `[channels]`, 0 at first.
  public let runningMean: Buffer
  /// The running average of the variance, `[channels]`, 1 at first.
  public let runningVariance: Buffer
  private let epsilon: Float
  private let decay: Float
  private let variance: RunningVariance

  /// A layer that changes nothing but mean and variance.
  ///
  /// - Parameters:
  ///   - channels: The length of the last axis.
  ///   - epsilon: Added to the variance inside the root.
  ///   - decay: The share of the old running average in the new one; PyTorch's momentum is
  ///     1 − decay.
  ///   - hasGamma: Whether there is a learned scale.
  ///   - hasBeta: Whether there is a learned shift.
  ///   - variance: Which variance the running average follows.
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
    runningMean = Buffer(.zeros([channels]))
    runningVariance = Buffer(.ones([channels]))
    self.epsilon = epsilon
    self.decay = decay
    self.variance = variance
  }

  /// Normalizes `[N, …, channels]`: by the batch in training, by the running averages in inference.
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
    withoutRecording {
      let count = x.elementCount / x.shape[-1] / parts
      let scale: Float =
        variance == .unbiased ? Float(count) / Float(max(count - 1, 1)) : 1
      for part in 0..<parts {
        follow(runningMean, result.mean.slice(part..<(part + 1), along: 0), scale: 1)
        follow(runningVariance, result.variance.slice(part..<(part + 1), along: 0), scale: scale)
      }
    }
    return result.output
  }

  private func follow(_ average: Buffer, _ observed: Tensor, scale: Float) {
    let observed = observed.flattened.reshaped(to: average.value.shape)
    average.value = average.value * decay + observed * (scale * (1 - decay))
  }
}
