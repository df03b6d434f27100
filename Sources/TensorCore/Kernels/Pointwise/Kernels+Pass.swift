import CKernels

/// Normalisation, noise and leaky ReLU, as many of them as are wanted, in one pass over memory.
struct Pass {
  /// Rows whose columns are brought to x ↦ (x − mean) · scale + shift, each `[parts, width]`.
  ///
  /// The rows come in `parts` of equally many, with numbers of their own.
  struct Columns {
    let width: Int
    let parts: Int
    let mean: Storage
    let scale: Storage
    let shift: Storage
  }

  /// Normalisation, which comes first.
  var columns: Columns?
  /// Noise times its standard deviation, which is added then.
  var noise: (values: NoiseValues, standardDeviation: Float)?
  /// The slope of leaky ReLU, which comes last.
  var slope: Float?

  /// Whether the kernel can do all of it at once: columns in vectors of 8, noise in parts of 64 numbers.
  static func fits(width: Int, rowsPerPart: Int, parts: Int) -> Bool {
    width % 8 == 0 && (parts == 1 || rowsPerPart * width % 64 == 0)
  }
}

extension Kernels {
  /// What a pass makes of all values, and the signs of leaky ReLU's operands.
  static func apply(
    _ pass: Pass,
    to x: Storage,
    operator name: StaticString
  ) -> (values: Storage, signs: Signs?) {
    Profiler.measure("\(name)", .init(values: 2 * x.count)) {
      let result = Storage(count: x.count)
      let signs = pass.slope.map { _ in Signs(count: x.count) }
      let parts = pass.columns?.parts ?? 1
      let length = x.count / max(parts, 1)
      for part in 0..<parts {
        let start = part * length
        ThreadPool.forEach(length, grain: 8 * vectorGrain, alignment: pass.alignment) { range in
          let range = (start + range.lowerBound)..<(start + range.upperBound)
          pass.apply(to: x, part: part, range, into: result, signs)
        }
      }
      return (result, signs)
    }
  }

  /// The gradient of leaky ReLU's operand.
  static func rectified(_ gradient: Storage, by signs: Signs, slope: Float) -> Storage {
    Profiler.measure("leakyReLU gradient", .init(values: 2 * gradient.count)) {
      let result = Storage(count: gradient.count)
      ThreadPool.forEach(gradient.count, grain: 8 * vectorGrain) { range in
        let start = range.lowerBound
        forger_leaky_relu_gradient(
          gradient.base + start,
          signs.bytes(from: start),
          slope,
          result.base + start,
          range.count
        )
      }
      return result
    }
  }
}

extension Pass {
  /// Where threads may begin: with a row whose values fill no vectors, at noise's units otherwise.
  fileprivate var alignment: Int {
    guard let width = columns?.width, width % 8 != 0 else { return 64 }
    return width
  }

  fileprivate func apply(
    to x: Storage,
    part: Int,
    _ range: Range<Int>,
    into result: Storage,
    _ signs: Signs?
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
      pass.signs = signs?.bytes(from: range.lowerBound)
      return forger_pass(
        &pass,
        x.base + range.lowerBound,
        result.base + range.lowerBound,
        firstColumn,
        range.count
      )
    }
    pass.deviation = noise.standardDeviation
    noise.values.forEachChunk(of: range) { chunk, values in
      pass.noise = values
      pass.signs = signs?.bytes(from: chunk.lowerBound)
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
