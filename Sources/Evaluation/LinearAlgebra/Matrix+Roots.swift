import CLAPACK
import Preconditions
import TensorCore

extension Matrix {
  /// The symmetric square root of a symmetric matrix without negative eigenvalues.
  ///
  /// Eigenvalues made negative by rounding count as 0, so that singular matrices have a real root.
  ///
  /// - Precondition: The matrix is square and finite.
  package var symmetricRoot: Matrix {
    let (eigenvalues, eigenvectors) = symmetricEigen
    var vectors = eigenvectors
    // A = VᵀΛV, so A^½ = (Λ^¼V)ᵀ(Λ^¼V), which is exactly symmetric.
    for row in 0..<rows {
      let factor = max(eigenvalues[row], 0).squareRoot().squareRoot()
      for column in 0..<columns { vectors.values[row * columns + column] *= factor }
    }
    return vectors.times(vectors, transposingSelf: true)
  }

  /// The eigenvalues of a symmetric matrix, ascending, and their eigenvectors, a row each.
  ///
  /// - Precondition: The matrix is square and finite.
  package var symmetricEigen: (values: [Double], vectors: Matrix) {
    require(rows == columns, "symmetricEigen: a matrix of \(rows)×\(columns)")
    // LAPACK's columns are rows here, so eigenvectors are rows.
    var vectors = self
    var eigenvalues = [Double](repeating: 0, count: rows)
    let size = Int32(rows)
    let status = Self.withOpenBLAS {
      LAPACKE_dsyevd(
        LAPACK_COL_MAJOR,
        CChar(UInt8(ascii: "V")),
        CChar(UInt8(ascii: "U")),
        size,
        &vectors.values,
        size,
        &eigenvalues
      )
    }
    require(status == 0, "symmetricEigen: LAPACKE_dsyevd returned \(status)")
    return (eigenvalues, vectors)
  }

  /// The sum of the singular values.
  ///
  /// - Precondition: The matrix is finite.
  package var nuclearNorm: Double {
    guard rows > 0, columns > 0 else { return 0 }
    var copy = values
    var singularValues = [Double](repeating: 0, count: min(rows, columns))
    // Read in columns it is the transpose, which has the same singular values.
    let status = Self.withOpenBLAS {
      LAPACKE_dgesdd(
        LAPACK_COL_MAJOR,
        CChar(UInt8(ascii: "N")),
        Int32(columns),
        Int32(rows),
        &copy,
        Int32(columns),
        &singularValues,
        nil,
        1,
        nil,
        1
      )
    }
    require(status == 0, "nuclearNorm: LAPACKE_dgesdd returned \(status)")
    return singularValues.reduce(0, +)
  }
}
