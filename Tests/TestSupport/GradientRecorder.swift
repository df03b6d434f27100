public import Optimizers
import Synchronization
public import TensorCore

/// A hook that changes nothing and keeps the gradients of every step as it saw them: after the hooks
/// that stand before it.
public final class GradientRecorder: GradientHook {
  private let recorded = Mutex<[[Tensor]]>([])

  /// A hook that has seen nothing yet.
  public init() {}

  /// The gradients of every step, in the order of the optimizer's parameters.
  public var steps: [[Tensor]] { recorded.withLock(\.self) }

  /// Keeps the gradients.
  public func callAsFunction(_ gradients: inout [Tensor], of parameters: [Parameter]) {
    let seen = gradients
    recorded.withLock { $0.append(seen) }
  }
}
