public import TensorCore
import Testing

/// Noise that was recorded, handed out in its order.
public final class RecordedNoise: NoiseSource {
  private var pending: ArraySlice<Tensor> = []

  /// A source that has nothing yet.
  public init() {}

  /// Whether everything has been asked for.
  public var isUsedUp: Bool { pending.isEmpty }

  /// What comes next.
  public func load(_ tensors: [Tensor]) { pending = tensors[...] }

  /// The next recorded tensor; an issue if it is of another shape.
  public func standardNormal(_ shape: Shape) -> Tensor {
    guard let next = pending.popFirst(), next.shape == shape else {
      Issue.record("no noise of shape \(shape) was recorded here")
      return .zeros(shape)
    }
    return next
  }
}
