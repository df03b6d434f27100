/// A function of two numbers, applied to every pair of elements; shapes broadcast.
public enum BinaryFunction: Hashable, Sendable {
  /// a + b.
  case add
  /// a − b.
  case subtract
  /// a · b.
  case multiply
  /// a / b.
  case divide
  /// The larger one; NaN if either is NaN.
  case maximum
  /// 1 where a = b, 0 elsewhere.
  case isEqual

  // Fused.

  /// a + c · b.
  case addScaled(Float)
  /// a + c · (b − a): from a toward b.
  case interpolate(Float)
  /// a · (1 − b²): the gradient of tanh, from that of its output and the output.
  case tanhGradient
  /// a · b · (1 − b): the same for the sigmoid.
  case logisticGradient

  /// The function's name, for profiles and messages.
  public var name: String {
    switch self {
    case .add: "add"
    case .subtract: "subtract"
    case .multiply: "multiply"
    case .divide: "divide"
    case .maximum: "maximum of two"
    case .isEqual: "compare"
    case .addScaled: "add scaled"
    case .interpolate: "interpolate"
    case .tanhGradient: "tanh gradient"
    case .logisticGradient: "sigmoid gradient"
    }
  }

  /// Applies the function to all pairs on the CPU.
  func onCPU(_ a: Operand, _ b: Operand) -> Storage {
    switch self {
    case .add:
      // The kernel repeats rows of the second operand only.
      a.storage.count < b.storage.count
        ? Kernels.broadcastMap(b, a) { $0 + $1 } : Kernels.broadcastMap(a, b) { $0 + $1 }
    case .subtract: Kernels.broadcastMap(a, b) { $0 - $1 }
    case .multiply:
      // The kernel repeats rows of the second operand only.
      a.storage.count < b.storage.count
        ? Kernels.broadcastMap(b, a) { $0 * $1 } : Kernels.broadcastMap(a, b) { $0 * $1 }
    case .divide: Kernels.broadcastMap(a, b) { $0 / $1 }
    case .maximum:
      Kernels.broadcastMap(a, b) {
        $0.replacing(with: $1, where: ($0 .< $1) .| ($1 .!= $1))
      }
    case .isEqual:
      Kernels.broadcastMap(a, b) { Vector.zero.replacing(with: 1, where: $0 .== $1) }
    case .addScaled(let c): Kernels.broadcastMap(a, b) { $0 + c * $1 }
    case .interpolate(let c): Kernels.broadcastMap(a, b) { $0 + c * ($1 - $0) }
    case .tanhGradient: Kernels.broadcastMap(a, b) { $0 * (1 - $1 * $1) }
    case .logisticGradient: Kernels.broadcastMap(a, b) { $0 * $1 * (1 - $1) }
    }
  }
}
