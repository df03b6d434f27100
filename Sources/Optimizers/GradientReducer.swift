public import TensorCore

/// Where gradients of several workers become one: the seam for data-parallel training.
///
/// An optimizer passes every step's gradients through its reducer before anything else is done to
/// them. One process alone has nothing to reduce.
public protocol GradientReducer: Sendable {
  /// The gradients that all workers shall use, such as the mean of everybody's.
  func reduce(_ gradients: [Tensor]) throws -> [Tensor]
}

/// The reducer of a single process: gradients stay as they are.
public struct LocalGradients: GradientReducer {
  /// A reducer that changes nothing.
  public init() {}

  /// The same gradients.
  public func reduce(_ gradients: [Tensor]) -> [Tensor] { gradients }
}
