import CKernels

/// Any of normalization, noise and leaky ReLU in one pass over memory.
struct Pass {
  /// Columns normalized to (x − mean) · scale + shift, each `[parts, width]`.
  ///
  /// The rows form `parts` of equal size, each with its own statistics.
  struct Columns {
    let width: Int
    let parts: Int
    let mean: Storage
    let scale: Storage
    let shift: Storage
  }

  /// Normalization, which is applied first.
  var columns: Columns?
  /// Noise times its standard deviation, which is added next.
  var noise: NoiseValues?
  /// The slope of leaky ReLU, which is applied last.
  var slope: Float?

  /// The pass of `normalize`, `addNoise`, `leakyReLU` or a fusion of them.
  init(_ operation: Operation, _ x: [Operand]) {
    switch operation {
    case .normalize(let parts): columns = Columns(x, parts: parts)
    case .addNoise(let addition): noise = NoiseValues(addition, given: x.last)
    case .leakyReLU(let slope): self.slope = slope
    case .rectifiedPass(let parts, let addition, let slope):
      columns = parts.map { Columns(x, parts: $0) }
      noise = addition.map { NoiseValues($0, given: x.last) }
      self.slope = slope
    default: fatalError("\(operation.name) is not a pass")
    }
  }
}

extension Pass.Columns {
  /// The operands of `normalize`.
  init(_ x: [Operand], parts: Int) {
    self.init(
      width: x[0].shape[-1],
      parts: parts,
      mean: x[1].storage,
      scale: x[2].storage,
      shift: x[3].storage
    )
  }
}

extension Kernels {
  /// Applies a pass to all values; also returns the signs of leaky ReLU's operands.
  static func apply(_ pass: Pass, to x: Storage) -> [Storage] {
    let result = Storage(count: x.count)
    let signs = pass.slope.map { _ in Storage(count: x.count, kind: .bit) }
    let parts = pass.columns?.parts ?? 1
    let length = x.count / max(parts, 1)
    for part in 0..<parts {
      let start = part * length
      ThreadPool.forEach(length, grain: 8 * vectorGrain, alignment: pass.alignment) { range in
        let range = (start + range.lowerBound)..<(start + range.upperBound)
        pass.apply(to: x, part: part, range, into: result, signs)
      }
    }
    return [result] + (signs.map { [$0] } ?? [])
  }

  /// The gradient of leaky ReLU's operand.
  static func rectified(_ gradient: Storage, by signs: Storage, slope: Float) -> Storage {
    let result = Storage(count: gradient.count)
    ThreadPool.forEach(gradient.count, grain: 8 * vectorGrain) { range in
      let start = range.lowerBound
      forger_leaky_relu_gradient(
        gradient.base + start,
        signs.bits(from: start),
        slope,
        result.base + start,
        range.count
      )
    }
    return result
  }
}

extension Pass {
  /// Where threads may start: at a row if rows do not fill vectors, otherwise at a block of noise.
  fileprivate var alignment: Int {
    guard let width = columns?.width, width % 8 != 0 else { return 64 }
    return width
  }

  fileprivate func apply(
    to x: Storage,
    part: Int,
    _ range: Range<Int>,
    into result: Storage,
    _ signs: Storage?
  ) {
    var pass = ForgerPass()
    var firstColumn = 0
    if let columns {
      pass.width = columns.width
      pass.mean = UnsafePointer(columns.mean.base + part * columns.width)
      pass.scale = UnsafePointer(columns.scale.base + part * columns.width)
      pass.shift = UnsafePointer(columns.shift.base)
      firstColumn = range.lowerBound % columns.width
    }
    pass.slope = slope ?? 1
    guard let noise else {
      pass.signs = signs?.bits(from: range.lowerBound)
      return forger_pass(
        &pass,
        x.base + range.lowerBound,
        result.base + range.lowerBound,
        firstColumn,
        range.count
      )
    }
    pass.deviation = noise.standardDeviation
    noise.forEachChunk(of: range) { chunk, values in
      pass.noise = values
      pass.signs = signs?.bits(from: chunk.lowerBound)
      forger_pass(
        &pass,
        x.base + chunk.lowerBound,
        result.base + chunk.lowerBound,
        columns.map { chunk.lowerBound % $0.width } ?? 0,
        chunk.count
      )
    }
  }
}
