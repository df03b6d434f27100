/// Matrix multiplication: `[…, rows, inner] · […, inner, columns]` is `[…, rows, columns]`.
///
/// Leading axes count several products and must be equal on both sides. With C = A·B, dA = dC·Bᵀ and dB =
/// Aᵀ·dC.
///
/// - Parameters:
///   - left: The left matrix, or its transpose if `transposingLeft`.
///   - right: The right matrix, or its transpose if `transposingRight`.
///   - transposingLeft: Whether the left matrix is stored as `[…, inner, rows]`.
///   - transposingRight: Whether the right matrix is stored as `[…, columns, inner]`.
/// - Returns: The products, `[…, rows, columns]`.
/// - Precondition: Both have at least two axes, and the shapes fit.
public func matrixProduct(
  _ left: Tensor,
  _ right: Tensor,
  transposingLeft: Bool = false,
  transposingRight: Bool = false
) -> Tensor {
  let geometry = MatrixProductGeometry(
    left.shape,
    right.shape,
    transposesLeft: transposingLeft,
    transposesRight: transposingRight
  )
  return .applying(
    .matrixProduct(transposesLeft: transposingLeft, transposesRight: transposingRight),
    to: left,
    right,
    shape: geometry.productShape,
    saving: [left, right]
  ) { pass in
    var leftGradient: Tensor?
    if pass.needs(0) {
      leftGradient =
        transposingLeft
        ? matrixProduct(
          pass.saved(1),
          pass.gradient,
          transposingLeft: transposingRight,
          transposingRight: true
        )
        : matrixProduct(pass.gradient, pass.saved(1), transposingRight: !transposingRight)
    }
    var rightGradient: Tensor?
    if pass.needs(1) {
      rightGradient =
        transposingRight
        ? matrixProduct(
          pass.gradient,
          pass.saved(0),
          transposingLeft: true,
          transposingRight: transposingLeft
        )
        : matrixProduct(pass.saved(0), pass.gradient, transposingLeft: !transposingLeft)
    }
    return [leftGradient, rightGradient]
  }
}
