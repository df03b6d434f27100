public import TensorCore

/// Weight decay as a penalty: g ← g + rate · p, for every parameter, biases included, as Chainer's
/// hook of this name does it. The optimizer's averages see it; see `Adam.decoupledWeightDecay` for
/// the other kind.
public struct WeightDecay: GradientHook {
  private let rate: Float

  /// A hook with the given rate.
  ///
  /// - Precondition: `rate` is not negative.
  public init(rate: Float) {
    require(rate >= 0, "WeightDecay: a rate of \(rate)")
    self.rate = rate
  }

  /// Adds each parameter's share.
  public func callAsFunction(_ gradients: inout [Tensor], of parameters: [Parameter]) {
    guard rate > 0 else { return }
    withoutRecording {
      for (index, parameter) in parameters.enumerated() {
        gradients[index] = gradients[index] + parameter.value * rate
      }
    }
  }
}
