import CKernels

extension Tensor {
  /// The square of every element.
  public var squared: Tensor { self * self }

  /// The square root of every element; not a number for negative ones.
  ///
  /// d√x = dx / (2√x), infinite at 0.
  public var squareRoot: Tensor {
    let root = Kernels.map(storage) { forger_square_root($0) }
    return .recorded(
      "squareRoot",
      Tensor(root, shape: shape),
      inputs: [self],
      keepsOutput: true
    ) { pass in [pass.gradient / (pass.output * 2)] }
  }

  /// The distance of every element from 0; its derivative at 0 is 0.
  public var absolute: Tensor {
    let magnitude = Kernels.map(storage) { $0.replacing(with: -$0, where: $0 .< 0) }
    return .recorded(
      "absolute",
      Tensor(magnitude, shape: shape),
      inputs: [self],
      saving: [self]
    ) { pass in [pass.gradient * pass.saved(0).sign] }
  }

  /// 1 for positive elements, -1 for negative ones, 0 for zeros; a constant to the tape.
  public var sign: Tensor {
    let sign = Kernels.map(storage) {
      Vector.zero.replacing(with: 1, where: $0 .> 0).replacing(with: -1, where: $0 .< 0)
    }
    return Tensor(sign, shape: shape)
  }
}
