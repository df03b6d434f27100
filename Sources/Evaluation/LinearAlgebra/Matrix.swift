import CLAPACK
import Preconditions
import Synchronization
import TensorCore

/// A matrix in float64, row by row, with what the metrics need of linear algebra.
///
/// Computed by OpenBLAS, whose threads are OpenMP's: the one pool's.
package struct Matrix: Equatable, Sendable {
  /// The number of rows.
  package let rows: Int
  /// The number of columns.
  package let columns: Int
  /// `[rows, columns]`.
  package var values: [Double]

  /// A matrix of given values.
  package init(rows: Int, columns: Int, values: [Double]) {
    require(values.count == rows * columns, "Matrix: \(values.count) values, \(rows)×\(columns)")
    (self.rows, self.columns, self.values) = (rows, columns, values)
  }

  /// The features of rows, as they are.
  init(_ features: FeatureMatrix, rows: some Collection<Int>) {
    self.init(
      rows: rows.count,
      columns: features.size,
      values: rows.flatMap { features[$0].lazy.map { Double($0) } }
    )
  }

  /// All features, as they are.
  init(_ features: FeatureMatrix) {
    self.init(
      rows: features.count,
      columns: features.size,
      values: features.values.map { Double($0) }
    )
  }

  private static let lock = Mutex(())

  /// Calls OpenBLAS with the current context's number of threads.
  ///
  /// One call at a time: OpenBLAS knows one number of threads for the whole process.
  static func withOpenBLAS<Result>(_ body: () -> Result) -> Result {
    lock.withLock { _ in
      openblas_set_num_threads(Int32(ThreadPool.threadCount))
      return body()
    }
  }

  /// This matrix, or its transpose, times another, or its transpose.
  package func times(
    _ other: Matrix,
    transposingSelf: Bool = false,
    transposingOther: Bool = false
  ) -> Matrix {
    let (rows, inner) = transposingSelf ? (columns, self.rows) : (self.rows, columns)
    let (otherInner, columns) =
      transposingOther ? (other.columns, other.rows) : (other.rows, other.columns)
    require(
      inner == otherInner,
      "Matrix: \(self.rows)×\(self.columns) times \(other.rows)×\(other.columns)"
    )
    var product = Matrix(
      rows: rows,
      columns: columns,
      values: [Double](repeating: 0, count: rows * columns)
    )
    guard rows > 0, inner > 0, columns > 0 else { return product }
    product.values.withUnsafeMutableBufferPointer { target in
      Self.withOpenBLAS {
        cblas_dgemm(
          CblasRowMajor,
          transposingSelf ? CblasTrans : CblasNoTrans,
          transposingOther ? CblasTrans : CblasNoTrans,
          Int32(rows),
          Int32(columns),
          Int32(inner),
          1,
          values,
          Int32(self.columns),
          other.values,
          Int32(other.columns),
          0,
          target.baseAddress,
          Int32(columns)
        )
      }
    }
    return product
  }

  /// The sum of the diagonal.
  package var trace: Double {
    (0..<min(rows, columns)).reduce(0) { $0 + values[$1 * columns + $1] }
  }
}
