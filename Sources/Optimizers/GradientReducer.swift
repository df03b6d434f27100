public import TensorCore

/// Combines the gradients of several workers: the seam for data-parallel training.
///
/// An optimizer passes the gradients of every step through its reducer before anything else. A single process
/// has nothing to reduce.
public protocol GradientReducer: Sendable {
  /// The gradients that all workers use, such as the mean over all workers.
  func reduce(_ gradients: [Tensor]) throws -> [Tensor]
}

/// The reducer of a single process, which leaves gradients unchanged.
public struct LocalGradients: GradientReducer {
  /// A reducer.
  public init() {}

  /// The same gradients.
  public func reduce(_ gradients: [Tensor]) -> [Tensor] { gradients }
}
