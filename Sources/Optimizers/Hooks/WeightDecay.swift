import Preconditions
public import TensorCore

/// Weight decay as an L2 penalty on every parameter, including biases: g ← g + rate · p.
///
/// This is Chainer's hook of the same name. The optimizer's averages include the penalty; see
/// `Adam.decoupledWeightDecay` for the other kind.
public struct WeightDecay: ElementwiseGradientHook {
  private let rate: Float

  /// A hook with a rate.
  ///
  /// - Precondition: `rate` is not negative.
  public init(rate: Float) {
    require(rate >= 0, "WeightDecay: a rate of \(rate)")
    self.rate = rate
  }

  /// Adds the rate times the parameter.
  public func changed(_ gradient: Tensor, of parameter: Tensor) -> Tensor {
    rate == 0 ? gradient : gradient + parameter * rate
  }

  /// The operation for engines.
  public var change: ParameterUpdate.GradientChange? { .weightDecay(rate) }
}
