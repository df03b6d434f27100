import Preconditions
public import Randomness
internal import TensorCore

/// The Wasserstein distance of two sets of points projected on a direction, that is of |F⁻¹(q) − G⁻¹(q)| over
/// the quantiles q, averaged over directions.
///
/// In units of the features; 0 for equal sets. Forger computes it from pixels in 0...1, downscaled to at most
/// 32 per side, not from patches of a Laplacian pyramid as Karras et al. do: it shows whether brightness and
/// coarse shapes are distributed as in the data.
///
/// Source: Rabin et al. 2011, "Wasserstein Barycenter and Its Application to Texture Mixing", section 2.3;
/// Karras et al. 2018, "Progressive Growing of GANs", arXiv:1710.10196, section 5.
///
/// - Parameters:
///   - real: Points.
///   - fake: Other points.
///   - directions: Unit vectors, `[directions, features]`.
/// - Returns: The mean distance.
/// - Throws: `EvaluationProblem` if there are no points on one side.
/// - Precondition: All have the same number of features, and there is at least one direction.
public func slicedWassersteinDistance(
  _ real: FeatureMatrix,
  _ fake: FeatureMatrix,
  directions: FeatureMatrix
) throws(EvaluationProblem) -> Double {
  require(
    real.size == fake.size && directions.size == real.size && directions.count > 0,
    "slicedWassersteinDistance: \(real.size), \(fake.size) and \(directions.size) features"
  )
  try EvaluationProblem.check(
    "sliced Wasserstein distance",
    ("real", real.count),
    ("generated", fake.count),
    least: 1
  )
  let distances = zip(shadows(of: real, directions), shadows(of: fake, directions)).map {
    WassersteinPair(real: $0, fake: $1)
  }
  let all = parallelMap(distances.count) { distances[$0].distance }
  return all.reduce(0, +) / Double(all.count)
}

/// The sliced Wasserstein distance over random directions.
///
/// - Throws: `EvaluationProblem` if there are no points on one side.
/// - Precondition: Both have the same number of features; there is at least one direction.
public func slicedWassersteinDistance(
  _ real: FeatureMatrix,
  _ fake: FeatureMatrix,
  directions count: Int = 512,
  using random: RandomStream
) throws(EvaluationProblem) -> Double {
  var values = Tensor.normal([count, real.size], using: random).scalars
  for row in 0..<count {
    let range = row * real.size..<(row + 1) * real.size
    let length = values[range].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    for index in range { values[index] = Float(Double(values[index]) / max(length, 1e-30)) }
  }
  let directions = FeatureMatrix(count: count, size: real.size, values: values)
  return try slicedWassersteinDistance(real, fake, directions: directions)
}

/// The projections of all points on each direction, sorted.
private func shadows(of points: FeatureMatrix, _ directions: FeatureMatrix) -> [[Double]] {
  var shadows = [[Double]](repeating: [], count: directions.count)
  let axes = Matrix(directions)
  // A block at a time: float64 copies of all points would take twice their memory.
  for first in stride(from: 0, to: points.count, by: 2048) {
    let block = Matrix(points, rows: first..<min(first + 2048, points.count))
    let places = axes.times(block, transposingOther: true)
    for row in 0..<places.rows {
      shadows[row] += places.values[row * places.columns..<(row + 1) * places.columns]
    }
  }
  return parallelMap(shadows.count) { [shadows] in shadows[$0].sorted() }
}

private struct WassersteinPair {
  let real: [Double]
  let fake: [Double]

  /// The integral of |F⁻¹ − G⁻¹| over 0...1; both are step functions.
  var distance: Double {
    var (left, right, done, sum) = (0, 0, 0.0, 0.0)
    while left < real.count, right < fake.count {
      let (nextLeft, nextRight) = (
        Double(left + 1) / Double(real.count), Double(right + 1) / Double(fake.count)
      )
      let next = min(nextLeft, nextRight)
      sum += (next - done) * abs(real[left] - fake[right])
      // In whole numbers, so that rounding does not hide equal quantiles.
      let order = (left + 1) * fake.count - (right + 1) * real.count
      if order <= 0 { left += 1 }
      if order >= 0 { right += 1 }
      done = next
    }
    return sum
  }
}
