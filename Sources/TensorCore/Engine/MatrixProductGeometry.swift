import Preconditions

/// The sizes of a batch of products `[rows, inner]·[inner, columns]`.
struct MatrixProductGeometry: Hashable, Sendable {
  /// The axes in front of the matrices, each of whose indices is a product.
  let batchAxes: [Int]
  /// The number of products.
  let batch: Int
  /// Rows of the left matrix and of the product.
  let rows: Int
  /// Columns of the left matrix, rows of the right one.
  let inner: Int
  /// Columns of the right matrix and of the product.
  let columns: Int
  /// Whether the left matrix is stored as `[inner, rows]`.
  let transposesLeft: Bool
  /// Whether the right matrix is stored as `[columns, inner]`.
  let transposesRight: Bool

  /// The sizes of a product of stored matrices `[…, rows, inner]` and `[…, inner, columns]`, or of their
  /// transposes.
  ///
  /// - Precondition: Both have at least two axes, and the shapes fit.
  init(_ left: Shape, _ right: Shape, transposesLeft: Bool, transposesRight: Bool) {
    require(
      left.rank >= 2 && right.rank >= 2 && left.rank == right.rank
        && left.dimensions.dropLast(2) == right.dimensions.dropLast(2)
        && left[transposesLeft ? -2 : -1] == right[transposesRight ? -1 : -2],
      """
      matrixProduct: shapes \(left)\(transposesLeft ? " transposed" : "") and \
      \(right)\(transposesRight ? " transposed" : "") do not fit
      """
    )
    batchAxes = Array(left.dimensions.dropLast(2))
    batch = batchAxes.reduce(1, *)
    rows = left[transposesLeft ? -1 : -2]
    inner = left[transposesLeft ? -2 : -1]
    columns = right[transposesRight ? -2 : -1]
    self.transposesLeft = transposesLeft
    self.transposesRight = transposesRight
  }

  /// The shape of the products.
  var productShape: Shape { Shape(batchAxes + [rows, columns]) }
}
