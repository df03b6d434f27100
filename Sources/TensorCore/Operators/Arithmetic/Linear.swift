import Preconditions

/// Rows of features through a fully connected layer: y = x · W + b.
///
/// With C = x · W + b, dx = dC · Wᵀ, dW = xᵀ · dC and db = Σ dC.
///
/// - Parameters:
///   - x: `[N, inputs]`.
///   - weight: `[inputs, outputs]`.
///   - bias: `[outputs]`.
/// - Returns: `[N, outputs]`.
/// - Precondition: The shapes fit.
public func linear(_ x: Tensor, _ weight: Tensor, bias: Tensor) -> Tensor {
  require(
    x.rank == 2 && weight.rank == 2 && x.shape[1] == weight.shape[0]
      && bias.shape == [weight.shape[1]],
    "linear: \(x.shape) times \(weight.shape) plus \(bias.shape)"
  )
  return .applying(
    .matrixProduct(transposesLeft: false, transposesRight: false),
    to: x,
    weight,
    bias,
    shape: [x.shape[0], weight.shape[1]],
    saving: [x, weight]
  ) { pass in
    [
      pass.needs(0) ? matrixProduct(pass.gradient, pass.saved(1), transposingRight: true) : nil,
      pass.needs(1) ? matrixProduct(pass.saved(0), pass.gradient, transposingLeft: true) : nil,
      pass.needs(2) ? pass.gradient.sum(along: [0]) : nil,
    ]
  }
}
