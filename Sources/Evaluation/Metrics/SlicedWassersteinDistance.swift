import Preconditions
public import Randomness
internal import TensorCore

/// The mean, over directions, of the Wasserstein distance between the shadows that two sets of points cast
/// on them: of |F⁻¹(q) − G⁻¹(q)| over the quantiles q.
///
/// In units of the features; 0 for equal sets. Forger takes it of pixels in 0...1, down-scaled to at most 32 a
/// side, not of patches of a Laplacian pyramid as Karras et al. do: it tells whether brightness and coarse
/// shapes are distributed as in the data.
///
/// Source: Rabin et al. 2011, "Wasserstein Barycenter and Its Application to Texture Mixing", section 2.3;
/// Karras et al. 2018, "Progressive Growing of GANs", arXiv:1710.10196, section 5.
///
/// - Parameters:
///   - real: Points.
///   - fake: Others.
///   - directions: Unit vectors, `[directions, features]`.
/// - Returns: The mean distance.
/// - Throws: `EvaluationProblem` where there is no point on one side.
/// - Precondition: All have as many features, and there is a direction.
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

/// The same over random directions.
///
/// - Throws: `EvaluationProblem` where there is no point on one side.
/// - Precondition: Both have as many features; there is at least one direction.
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

/// The places of all points along each direction, sorted.
private func shadows(of points: FeatureMatrix, _ directions: FeatureMatrix) -> [[Double]] {
  var shadows = [[Double]](repeating: [], count: directions.count)
  let axes = Matrix(directions)
  // A block at a time: float64 of all points would be twice their memory.
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

  /// The integral of |F⁻¹ − G⁻¹| over 0...1, both being steps.
  var distance: Double {
    var (left, right, done, sum) = (0, 0, 0.0, 0.0)
    while left < real.count, right < fake.count {
      let (nextLeft, nextRight) = (
        Double(left + 1) / Double(real.count), Double(right + 1) / Double(fake.count)
      )
      let next = min(nextLeft, nextRight)
      sum += (next - done) * abs(real[left] - fake[right])
      // With whole numbers, so that equal places are not missed by rounding.
      let order = (left + 1) * fake.count - (right + 1) * real.count
      if order <= 0 { left += 1 }
      if order >= 0 { right += 1 }
      done = next
    }
    return sum
  }
}
