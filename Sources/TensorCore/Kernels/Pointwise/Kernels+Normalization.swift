import CKernels

/// Batch normalization over the columns of `[rows, width]`, the rows being `parts` batches of equally
/// many.
///
/// Sums are taken in blocks of rows whose size depends on the shape alone, so that
/// results do not depend on the number of threads.
extension Kernels {
  /// The mean and the biased variance of each part's columns, `[parts, width]`.
  ///
  /// Blocks are centered on their own mean and merged: no cancellation however large the mean, and one
  /// pass over memory, as a block stays in the second-level cache.
  /// Source: Chan, Golub and LeVeque 1983, "Algorithms for Computing the Sample Variance".
  static func momentsOfColumns(
    _ x: Storage,
    width: Int,
    parts: Int
  ) -> [Storage] {
    let blocks = RowBlocks(rows: x.count / width, width: width, parts: parts)
    let means = Storage(count: blocks.count * width)
    let squares = Storage(count: blocks.count * width)
    let rests = Storage(count: blocks.count * width)
    blocks.forEach { block, rows in
      let start = block * width
      forger_column_moments(
        x.base + rows.lowerBound * width,
        rows.count,
        width,
        means.base + start,
        squares.base + start,
        rests.base + start
      )
    }
    let (mean, variance) = (Storage(count: parts * width), Storage(count: parts * width))
    let (meanValues, varianceValues) = (mean.base, variance.base)
    for part in 0..<parts {
      for column in 0..<width {
        let moments = blocks.merged(
          means.base,
          squares.base,
          width: width,
          column: column,
          part: part
        )
        meanValues[part * width + column] = Float(moments.mean)
        varianceValues[part * width + column] = Float(moments.variance)
      }
    }
    return [mean, variance]
  }

  /// Σ dy and Σ dy·(x − μ) of each part's columns, `[parts, width]`.
  static func batchNormSums(_ back: NormalizationBack) -> [Storage] {
    let values = back.x.count
    let (width, parts) = (back.width, back.parts)
    let blocks = RowBlocks(rows: values / width, width: width, parts: parts)
    let sums = Storage(count: blocks.count * width)
    let products = Storage(count: blocks.count * width)
    blocks.forEach { block, rows in
      let (part, start) = (block / blocks.perPart, rows.lowerBound * width)
      withUnsafePointer(to: back.pass(part: part, from: start)) { pass in
        forger_normalization_sums(
          pass,
          back.gradient.base + start,
          back.x.base + start,
          rows.count,
          sums.base + block * width,
          products.base + block * width
        )
      }
    }
    return [
      sum(sums, outer: parts, length: blocks.perPart, inner: width),
      sum(products, outer: parts, length: blocks.perPart, inner: width),
    ]
  }

  /// (dy − shift − (x − μ)·spread)·scale, each of them `[parts, width]`.
  static func batchNormInputGradient(
    _ back: NormalizationBack,
    shift: Storage,
    spread: Storage,
    scale: Storage
  ) -> Storage {
    let (width, rows) = (back.width, back.x.count / back.width / max(back.parts, 1))
    let result = Storage(count: back.x.count)
    for part in 0..<back.parts {
      let column = part * width
      ThreadPool.forEach(rows, grain: max(1, 8 * vectorGrain / width), alignment: 1) { range in
        let start = (part * rows + range.lowerBound) * width
        withUnsafePointer(to: back.pass(part: part, from: start)) { pass in
          forger_normalization_gradient(
            pass,
            back.gradient.base + start,
            back.x.base + start,
            range.count,
            shift.base + column,
            spread.base + column,
            scale.base + column,
            result.base + start
          )
        }
      }
    }
    return result
  }
}

/// What the backward pass through a normalization, and through the leaky ReLU after it, starts from.
struct NormalizationBack {
  let gradient: Storage
  let x: Storage
  /// `[parts, width]`.
  let mean: Storage
  let width: Int
  let parts: Int
  let rectifier: (signs: Storage, slope: Float)?

  /// From the operands of `normalizationSums` or `normalizationGradient`, of which one is the signs.
  init(_ x: [Operand], signs: Int, parts: Int, slope: Float?) {
    gradient = x[0].storage
    self.x = x[1].storage
    mean = x[2].storage
    width = x[1].shape[-1]
    self.parts = parts
    rectifier = slope.map { (x[signs].storage, $0) }
  }

  fileprivate func pass(part: Int, from start: Int) -> ForgerPassBack {
    ForgerPassBack(
      width: width,
      mean: UnsafePointer(mean.base + part * width),
      signs: rectifier.map { UnsafePointer($0.signs.bits(from: start)) },
      slope: rectifier?.slope ?? 1
    )
  }
}

/// Rows of each part cut into blocks that fit the second-level cache, however many threads there are.
private struct RowBlocks {
  let rowsPerPart: Int
  let size: Int
  let perPart: Int
  let count: Int

  init(rows: Int, width: Int, parts: Int) {
    rowsPerPart = rows / max(parts, 1)
    size = max(8, min(rowsPerPart, 32768 / max(width, 1)))
    perPart = (rowsPerPart + size - 1) / size
    count = perPart * parts
  }

  subscript(block: Int) -> Range<Int> {
    let (part, start) = (block / perPart, block % perPart * size)
    return (part * rowsPerPart + start)..<(part * rowsPerPart + min(start + size, rowsPerPart))
  }

  func forEach(_ body: @Sendable (_ block: Int, _ rows: Range<Int>) -> Void) {
    ThreadPool.forEachIndex(count) { body($0, self[$0]) }
  }

  /// One column's moments over a part, from those of its blocks, each `[count, width]`.
  func merged(
    _ means: UnsafePointer<Float>,
    _ squares: UnsafePointer<Float>,
    width: Int,
    column: Int,
    part: Int
  ) -> (mean: Double, variance: Double) {
    let blocks = (part * perPart)..<((part + 1) * perPart)
    let rows = Double(rowsPerPart)
    let mean =
      blocks.reduce(0.0) {
        $0 + Double(means[$1 * width + column]) * Double(self[$1].count)
      } / rows
    let sum = blocks.reduce(0.0) {
      let distance = Double(means[$1 * width + column]) - mean
      return $0 + Double(squares[$1 * width + column])
        + distance * distance * Double(self[$1].count)
    }
    return (mean, sum / rows)
  }
}
