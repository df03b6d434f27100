import OneDNN

extension Kernels {
  /// A batch of matrix products.
  static func matrixProduct(
    _ left: Storage,
    _ right: Storage,
    _ geometry: MatrixProduct.Geometry
  ) -> Storage {
    let result = Storage(count: geometry.batch * geometry.rows * geometry.columns)
    guard result.count > 0, geometry.inner > 0 else {
      fill(result, with: 0)
      return result
    }
    ThreadPool.prepare()
    MatrixProduct.of(geometry)(left.base, right.base, into: result.base)
    return result
  }
}
