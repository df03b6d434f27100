import OneDNN

/// The product of matrices: `[…, rows, inner] · […, inner, columns]` is `[…, rows, columns]`.
///
/// Axes in front of the last two count several products and must be equal on both sides. With
/// C = A·B, dA = dC·Bᵀ and dB = Aᵀ·dC.
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
  let sizes = ProductSizes(left.shape, right.shape, transposingLeft, transposingRight)
  let product = Kernels.matrixProduct(left.storage, right.storage, sizes.geometry)
  return .recorded(
    "matrixProduct",
    Tensor(product, shape: sizes.shape),
    inputs: [left, right],
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

/// The sizes of a product, checked.
private struct ProductSizes {
  let geometry: MatrixProduct.Geometry
  let shape: Shape

  init(_ left: Shape, _ right: Shape, _ transposesLeft: Bool, _ transposesRight: Bool) {
    require(
      left.rank >= 2 && right.rank >= 2 && left.rank == right.rank
        && left.dimensions.dropLast(2) == right.dimensions.dropLast(2)
        && left[transposesLeft ? -2 : -1] == right[transposesRight ? -1 : -2],
      """
      matrixProduct: shapes \(left)\(transposesLeft ? " transposed" : "") and \
      \(right)\(transposesRight ? " transposed" : "") do not fit
      """
    )
    let batch = left.dimensions.dropLast(2)
    let rows = left[transposesLeft ? -1 : -2]
    let columns = right[transposesRight ? -2 : -1]
    geometry = MatrixProduct.Geometry(
      batch: batch.reduce(1, *),
      rows: rows,
      inner: left[transposesLeft ? -2 : -1],
      columns: columns,
      transposesLeft: transposesLeft,
      transposesRight: transposesRight
    )
    shape = Shape(batch + [rows, columns])
  }
}
