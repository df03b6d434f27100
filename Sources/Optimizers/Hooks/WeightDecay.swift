public import TensorCore

/// Weight decay as a penalty on every parameter, biases included: g ← g + rate · p.
///
/// This is Chainer's hook of the same name. The optimizer's averages see the penalty; see `Adam.decoupledWeightDecay` for
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
