import Preconditions
public import TensorCore

/// Weight decay as a penalty on every parameter, biases included: g ← g + rate · p.
///
/// This is Chainer's hook of the same name. The optimizer's averages see the penalty; see
/// `Adam.decoupledWeightDecay` for the other kind.
public struct WeightDecay: ElementwiseGradientHook {
  private let rate: Float

  /// A hook with the given rate.
  ///
  /// - Precondition: `rate` is not negative.
  public init(rate: Float) {
    require(rate >= 0, "WeightDecay: a rate of \(rate)")
    self.rate = rate
  }

  /// Adds each element's share.
  public func changed(_ gradient: Tensor, of parameter: Tensor) -> Tensor {
    rate == 0 ? gradient : gradient + parameter * rate
  }

  /// The same for engines.
  public var change: ParameterUpdate.GradientChange? { .weightDecay(rate) }
}
