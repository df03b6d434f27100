import CKernels

/// A matrix product by Forger's own kernel, planned for a number of threads.
///
/// It reaches the CPU's limit where one matrix is a batch of a few dozen rows, as in training, and the
/// weights of a fully connected layer are read but once: oneDNN's `gemm` is at a third of it there.
///
/// Source: Goto and van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication".
struct PlannedProduct {
  /// The kernel makes 16 columns at a time, of a few rows each: for much less oneDNN is faster.
  private static let (fewestColumns, fewestRows) = (8, 4)

  private let plan: ForgerDense
  private let workers: Int

  /// The plan of a product, or `nil` where it is better left to oneDNN.
  init?(_ geometry: MatrixProductGeometry) {
    // Where the right matrix is stored as its transpose, the kernel makes the product's transpose.
    let (rows, columns) =
      geometry.transposesRight
      ? (geometry.columns, geometry.rows) : (geometry.rows, geometry.columns)
    guard geometry.batch == 1, columns >= Self.fewestColumns, rows >= Self.fewestRows
    else { return nil }
    var sizes = ForgerDenseSizes(
      rows: geometry.rows,
      inner: geometry.inner,
      columns: geometry.columns,
      transposes_left: geometry.transposesLeft ? 1 : 0,
      transposes_right: geometry.transposesRight ? 1 : 0
    )
    var plan = ForgerDense()
    workers = ThreadPool.threadCount
    guard forger_dense_plan(&plan, &sizes, workers) != 0 else { return nil }
    self.plan = plan
  }

  private var scratchFloats: Int {
    withUnsafePointer(to: plan) { forger_dense_scratch($0, workers) } / MemoryLayout<Float>.stride
  }

  /// Writes left · right, plus the bias, if any, in each row; none where the right matrix is stored transposed.
  func callAsFunction(
    _ left: UnsafePointer<Float>,
    _ right: UnsafePointer<Float>,
    bias: UnsafePointer<Float>? = nil,
    into product: UnsafeMutablePointer<Float>
  ) {
    let scratch = Storage(count: scratchFloats)
    let call = ForgerDenseCall(
      left: left,
      right: right,
      bias: bias,
      product: product,
      scratch: scratch.base
    )
    withExtendedLifetime(scratch) {
      withUnsafePointer(to: plan) { plan in
        withUnsafePointer(to: call) { call in
          nonisolated(unsafe) let (plan, call) = (plan, call)
          ThreadPool.forEachIndex(forger_dense_units(plan), threads: workers) { unit, worker in
            forger_dense_run(plan, call, unit, worker)
          }
        }
      }
    }
  }
}
