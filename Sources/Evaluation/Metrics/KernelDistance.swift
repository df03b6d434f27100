import Preconditions
public import Randomness
internal import TensorCore

/// The kernel distance over random subsets.
public struct KernelDistance: Equatable, Sendable {
  /// The mean over the subsets.
  public let mean: Double
  /// The standard deviation over the subsets, divided by the root of their number.
  public let standardError: Double
}

/// How the kernel distance is estimated; the defaults are the paper's and the usual ones.
public struct KernelDistanceSettings: Equatable, Sendable {
  /// The number of random subsets.
  public var subsets = 100
  /// The samples of each side in a subset; half of them where there are less than twice as many, since subsets that
  /// are all the same would tell nothing of the error.
  public var subsetSize = 1000

  /// The usual settings.
  public init() {}
}

/// The unbiased squared maximum mean discrepancy of two sets of features, for the kernel
/// (x·y / D + 1)³.
///
/// Its expectation is 0 for two sets of one distribution, so that it may be negative, and it does not depend on
/// their sizes.
///
/// Source: Bińkowski et al. 2018, "Demystifying MMD GANs", arXiv:1801.01401, sections 2.1 and 4 (the KID).
/// - Throws: `EvaluationProblem` where one of them has fewer than two rows.
/// - Precondition: Both have as many features.
public func kernelDistance(
  _ real: FeatureMatrix,
  _ fake: FeatureMatrix
) throws(EvaluationProblem) -> Double {
  try check(real, fake)
  return squaredDiscrepancy(Matrix(real), Matrix(fake))
}

/// The mean of the kernel distance over random subsets, with its standard error.
///
/// - Throws: `EvaluationProblem` where one set has fewer than two rows.
/// - Precondition: Both have as many features; there is a positive number of subsets of two or more.
public func kernelDistance(
  _ real: FeatureMatrix,
  _ fake: FeatureMatrix,
  _ settings: KernelDistanceSettings,
  using random: RandomStream
) throws(EvaluationProblem) -> KernelDistance {
  try check(real, fake)
  require(
    settings.subsets > 0 && settings.subsetSize > 1,
    "kernelDistance: \(settings.subsets) subsets of \(settings.subsetSize)"
  )
  let size = min(settings.subsetSize, max(2, min(real.count, fake.count) / 2))
  func subset(_ features: FeatureMatrix) -> Matrix {
    let order = random.permutation(of: features.count)
    return Matrix(features, rows: order.prefix(size))
  }
  let distances = (0..<settings.subsets).map { _ in
    squaredDiscrepancy(subset(real), subset(fake))
  }
  let spread = Spread(of: distances)
  return KernelDistance(mean: spread.mean, standardError: spread.standardError)
}

private func check(
  _ real: FeatureMatrix,
  _ fake: FeatureMatrix
) throws(EvaluationProblem) {
  require(
    real.size == fake.size,
    "kernelDistance: \(real.size) and \(fake.size) features"
  )
  try EvaluationProblem.check(
    "kernel distance",
    ("real", real.count),
    ("generated", fake.count),
    least: 2
  )
}

private func squaredDiscrepancy(_ x: Matrix, _ y: Matrix) -> Double {
  func pairs(_ a: Matrix, _ b: Matrix) -> Double { Double(a.rows) * Double(b.rows) }
  let within = [x, y].reduce(0) { sum, side in
    sum + kernelSum(side, side, leavingOutDiagonal: true) / (pairs(side, side) - Double(side.rows))
  }
  return within - 2 * kernelSum(x, y, leavingOutDiagonal: false) / pairs(x, y)
}

/// The sum of the kernel over all pairs of rows.
private func kernelSum(_ a: Matrix, _ b: Matrix, leavingOutDiagonal: Bool) -> Double {
  let scale = 1 / Double(a.columns)
  var total = 0.0
  // Blocks bound the memory where the sets are whole ones.
  for first in stride(from: 0, to: a.rows, by: 1024) {
    let rows = first..<min(first + 1024, a.rows)
    let slice = Array(a.values[rows.lowerBound * a.columns..<rows.upperBound * a.columns])
    let block = Matrix(rows: rows.count, columns: a.columns, values: slice)
    let products = block.times(b, transposingOther: true)
    let sums = products.parallelRows { row, values in
      var sum = 0.0
      for (column, product) in values.enumerated() {
        let base = product * scale + 1
        if !leavingOutDiagonal || column != first + row { sum += base * base * base }
      }
      return sum
    }
    total = sums.reduce(total, +)
  }
  return total
}
