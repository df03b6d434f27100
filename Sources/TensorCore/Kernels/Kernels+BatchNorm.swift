/// Batch normalisation over the columns of `[rows, width]`, in as few passes over memory as the
/// formulas allow. Sums are taken in blocks of rows whose size depends on the shape alone, so that
/// results do not depend on the number of threads.
extension Kernels {
  /// The mean and the biased variance of each column.
  ///
  /// Blocks are centred on their own mean and merged: no cancellation however large the mean.
  /// Source: Chan, Golub and LeVeque 1983, "Algorithms for Computing the Sample Variance".
  static func momentsOfColumns(
    _ x: Storage,
    width: Int
  ) -> (mean: Storage, variance: Storage) {
    Profiler.measure("batchNorm moments", .init(values: x.count)) {
      let rows = x.count / width
      let blocks = RowBlocks(rows: rows, width: width)
      let means = Storage(count: blocks.count * width)
      let squares = Storage(count: blocks.count * width)
      blocks.forEach { block, range in
        momentsOfBlock(
          x.base + range.lowerBound * width,
          rows: range.count,
          width: width,
          mean: means.base + block * width,
          squares: squares.base + block * width
        )
      }
      let mean = Storage(count: width)
      let variance = Storage(count: width)
      for column in 0..<width {
        var total = 0.0
        for block in 0..<blocks.count {
          total += Double(means.base[block * width + column]) * Double(blocks[block].count)
        }
        let overall = total / Double(rows)
        var sum = 0.0
        for block in 0..<blocks.count {
          let distance = Double(means.base[block * width + column]) - overall
          sum +=
            Double(squares.base[block * width + column])
            + distance * distance * Double(blocks[block].count)
        }
        mean.base[column] = Float(overall)
        variance.base[column] = Float(sum / Double(rows))
      }
      return (mean, variance)
    }
  }

  /// γ · (x − μ) · inverse + β for each column.
  static func normalizeColumns(
    _ x: Storage,
    mean: Storage,
    inverse: Storage,
    gamma: Storage?,
    beta: Storage?
  ) -> Storage {
    Profiler.measure("batchNorm normalise", .init(values: 2 * x.count)) {
      let width = mean.count
      let rows = x.count / width
      let scale = gamma.map { map(inverse, $0) { $0 * $1 } } ?? inverse
      let result = Storage(count: x.count)
      ThreadPool.forEach(rows, grain: grain(width), alignment: 1) { range in
        for row in range {
          let (from, to) = (x.base + row * width, result.base + row * width)
          if let beta {
            for i in 0..<width { to[i] = (from[i] - mean.base[i]) * scale.base[i] + beta.base[i] }
          } else {
            for i in 0..<width { to[i] = (from[i] - mean.base[i]) * scale.base[i] }
          }
        }
      }
      return result
    }
  }

  /// Σ dy and Σ dy·x̂ of each column: the gradients of β and γ.
  static func batchNormSums(
    gradient: Storage,
    _ x: Storage,
    mean: Storage,
    inverse: Storage
  ) -> (beta: Storage, gamma: Storage) {
    Profiler.measure("batchNorm sums, backward", .init(values: 2 * x.count)) {
      let width = mean.count
      let blocks = RowBlocks(rows: x.count / width, width: width)
      let betas = Storage(count: blocks.count * width)
      let gammas = Storage(count: blocks.count * width)
      blocks.forEach { block, range in
        let (beta, gamma) = (betas.base + block * width, gammas.base + block * width)
        beta.update(repeating: 0, count: width)
        gamma.update(repeating: 0, count: width)
        for row in range {
          let (from, slope) = (x.base + row * width, gradient.base + row * width)
          for i in 0..<width {
            beta[i] += slope[i]
            gamma[i] += slope[i] * (from[i] - mean.base[i])
          }
        }
        for i in 0..<width { gamma[i] *= inverse.base[i] }
      }
      return (
        sum(betas, outer: 1, length: blocks.count, inner: width),
        sum(gammas, outer: 1, length: blocks.count, inner: width)
      )
    }
  }

  /// γ · inverse · (dy − mean(dy) − x̂ · mean(dy·x̂)).
  static func batchNormInputGradient(
    gradient: Storage,
    _ x: Storage,
    mean: Storage,
    inverse: Storage,
    gamma: Storage?,
    sums: (beta: Storage, gamma: Storage)
  ) -> Storage {
    Profiler.measure("batchNorm input gradient", .init(values: 3 * x.count)) {
      let width = mean.count
      let rows = x.count / width
      let share = 1 / Float(rows)
      let scale = gamma.map { map(inverse, $0) { $0 * $1 } } ?? inverse
      let shift = map(sums.beta) { $0 * share }
      let spread = map(sums.gamma, inverse) { $0 * $1 * share }
      let result = Storage(count: x.count)
      ThreadPool.forEach(rows, grain: grain(width), alignment: 1) { range in
        for row in range {
          let (from, slope) = (x.base + row * width, gradient.base + row * width)
          let to = result.base + row * width
          for i in 0..<width {
            let centred = from[i] - mean.base[i]
            to[i] = (slope[i] - shift.base[i] - centred * spread.base[i]) * scale.base[i]
          }
        }
      }
      return result
    }
  }

  private static func grain(_ width: Int) -> Int { max(1, 8 * vectorGrain / width) }

  private static func momentsOfBlock(
    _ x: UnsafePointer<Float>,
    rows: Int,
    width: Int,
    mean: UnsafeMutablePointer<Float>,
    squares: UnsafeMutablePointer<Float>
  ) {
    mean.update(repeating: 0, count: width)
    squares.update(repeating: 0, count: width)
    for row in 0..<rows {
      let from = x + row * width
      for i in 0..<width { mean[i] += from[i] }
    }
    let share = 1 / Float(rows)
    for i in 0..<width { mean[i] *= share }
    // Adding up rounds: what the mean is off by shows in the sum of the distances from it.
    // Source: Chan, Golub and LeVeque, equation 1.7, the corrected two-pass algorithm.
    let rest = Storage(count: width)
    rest.base.update(repeating: 0, count: width)
    for row in 0..<rows {
      let from = x + row * width
      for i in 0..<width {
        let centred = from[i] - mean[i]
        squares[i] += centred * centred
        rest.base[i] += centred
      }
    }
    for i in 0..<width {
      squares[i] -= rest.base[i] * rest.base[i] * share
      mean[i] += rest.base[i] * share
    }
  }
}

/// Rows cut into blocks that fit the second-level cache, however many threads there are.
private struct RowBlocks {
  let rows: Int
  let size: Int
  let count: Int

  init(rows: Int, width: Int) {
    self.rows = rows
    size = max(8, min(rows, 32768 / max(width, 1)))
    count = (rows + size - 1) / size
  }

  subscript(block: Int) -> Range<Int> { (block * size)..<min((block + 1) * size, rows) }

  func forEach(_ body: (_ block: Int, _ rows: Range<Int>) -> Void) {
    ThreadPool.forEachIndex(count) { body($0, self[$0]) }
  }
}
