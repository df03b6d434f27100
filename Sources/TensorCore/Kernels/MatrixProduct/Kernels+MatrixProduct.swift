import OneDNN

extension Kernels {
  /// A batch of matrix multiplications; if there is only one, a bias may be added to each row.
  static func matrixProduct(
    _ left: Storage,
    _ right: Storage,
    bias: Storage? = nil,
    _ geometry: MatrixProductGeometry
  ) -> Storage {
    let result = Storage(count: geometry.batch * geometry.rows * geometry.columns)
    if let own = PlannedProduct(geometry) {
      own(left.base, right.base, bias: bias?.base, into: result.base)
      return result
    }
    if result.count > 0, geometry.inner > 0 {
      ThreadPool.prepare()
      MatrixProduct.of(geometry.forOneDNN)(left.base, right.base, into: result.base)
    } else {
      fill(result, with: 0)
    }
    return bias.map { add($0, toRowsOf: result) } ?? result
  }

  private static func add(_ row: Storage, toRowsOf values: Storage) -> Storage {
    let rows = values.count / max(row.count, 1)
    let (target, added) = (values.base, UnsafePointer(row.base))
    for start in stride(from: 0, to: rows * row.count, by: max(row.count, 1)) {
      for index in 0..<row.count { target[start + index] += added[index] }
    }
    return values
  }
}

extension MatrixProductGeometry {
  /// The sizes in oneDNN's form.
  fileprivate var forOneDNN: MatrixProduct.Geometry {
    MatrixProduct.Geometry(
      batch: batch,
      rows: rows,
      inner: inner,
      columns: columns,
      transposesLeft: transposesLeft,
      transposesRight: transposesRight
    )
  }
}
