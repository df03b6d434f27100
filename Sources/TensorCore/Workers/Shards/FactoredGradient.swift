/// The gradient of a matrix that is known by its factors, leftᵀ · right, of a row each for every example.
///
/// The gradient of a fully connected layer's weights is such a product, of what went into the layer and of the gradient
/// of what came out. Of few examples the factors are far smaller than the product: workers that see the same memory
/// exchange them, and each multiplies only what it needs of the product. Whoever reads it otherwise has it computed.
///
/// Source: Xie et al. 2016, "Lighter-Communication Distributed Machine Learning via Sufficient Factor Broadcasting".
final class FactoredGradient: OwedValues {
  /// The examples.
  let count: Int
  private let (rows, columns): (Int, Int)
  /// Of shape `[…, rows]` and `[…, columns]`, in parts that follow each other.
  private let factors: [(left: Storage, right: Storage)]
  private let context = Context.current

  private init(_ factors: [(left: Storage, right: Storage)], rows: Int, columns: Int) {
    (self.factors, self.rows, self.columns) = (factors, rows, columns)
    count = factors.reduce(0) { $0 + $1.left.count / rows }
  }

  /// The factors of an operation's result where workers share batches: of a product of few examples, or of the sum of
  /// two that are known by their factors.
  static func of(_ operation: Operation, _ operands: [Operand]) -> FactoredGradient? {
    guard let share = Context.current.share, operands.count == 2 else { return nil }
    let (left, right) = (operands[0], operands[1])
    switch operation {
    case .matrixProduct(transposesLeft: true, transposesRight: false):
      guard left.shape.rank == 2 else { return nil }
      let (count, rows, columns) = (left.shape[0], left.shape[1], right.shape[1])
      // Each worker copies all factors, and in place of the product half of it.
      guard count > 0, 2 * share.size * count * (rows + columns) <= rows * columns else {
        return nil
      }
      for operand in operands { operand.storage.evaluate() }
      return FactoredGradient([(left.storage, right.storage)], rows: rows, columns: columns)
    case .binary(.add):
      guard left.shape == right.shape, let one = left.storage.owedValues as? FactoredGradient,
        let other = right.storage.owedValues as? FactoredGradient
      else { return nil }
      return FactoredGradient(one.factors + other.factors, rows: one.rows, columns: one.columns)
    default: return nil
    }
  }

  /// The storage of the gradient.
  var storage: Storage { Storage(count: rows * columns, owed: self) }

  /// The numbers of both factors.
  var factorCount: Int { count * (rows + columns) }

  /// Writes the left factor, then the right one.
  func write(to start: UnsafeMutablePointer<Float>) {
    var (left, right) = (start, start + count * rows)
    for factor in factors {
      left.update(from: factor.left.base, count: factor.left.count)
      right.update(from: factor.right.base, count: factor.right.count)
      left += factor.left.count
      right += factor.right.count
    }
  }

  /// Computes the product.
  func values() -> Storage {
    context.run {
      let parts = factors.map { ($0.left.count / rows, $0.left.base, $0.right.base) }
      return withExtendedLifetime(factors) {
        MatrixFactors(parts, rows: rows, columns: columns).product(0..<rows)
      }
    }
  }
}

/// The factors of a matrix, leftᵀ · right, in parts that are in different places.
struct MatrixFactors {
  /// The rows of a part of both factors, and where its first numbers are.
  typealias Part = (
    count: Int, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>
  )

  private let parts: [Part]
  private let count: Int
  private let (rows, columns): (Int, Int)
  /// The right factor as a whole.
  private let right: Storage

  /// The factors of a matrix of so many rows and columns, which has to stay in memory.
  init(_ parts: [Part], rows: Int, columns: Int) {
    (self.parts, self.rows, self.columns) = (parts, rows, columns)
    count = parts.reduce(0) { $0 + $1.count }
    right = Storage(count: count * columns)
    var place = right.base
    for part in parts {
      place.update(from: part.right, count: part.count * columns)
      place += part.count * columns
    }
  }

  /// Some rows of the matrix.
  func product(_ range: Range<Int>) -> Storage {
    // They are columns of the left factor.
    let left = Storage(count: count * range.count)
    var place = left.base
    for part in parts {
      for row in 0..<part.count {
        place.update(from: part.left + row * rows + range.lowerBound, count: range.count)
        place += range.count
      }
    }
    let geometry = MatrixProductGeometry(
      [count, range.count],
      [count, columns],
      transposesLeft: true,
      transposesRight: false
    )
    return Kernels.matrixProduct(left, right, geometry)
  }
}
