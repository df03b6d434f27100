/// How one axis of an image is resized: for each new pixel, the old ones it is made of.
///
/// Shrinking averages the old pixels that a new one covers, in proportion to the cover, so that none
/// is lost; enlarging interpolates linearly between pixel centres and repeats the edge.
struct Resampling {
  /// The old pixels from `start` on, weighted by `weights`, whose sum is 1.
  struct Source {
    let start: Int
    let weights: [Float]
  }

  let sources: [Source]

  /// The resampling of `old` pixels into `new` ones.
  init(from old: Int, to new: Int) {
    let scale = Double(old) / Double(new)
    sources = (0..<new).map { pixel in
      new < old
        ? Self.cover(from: Double(pixel) * scale, to: Double(pixel + 1) * scale, of: old)
        : Self.interpolation(at: (Double(pixel) + 0.5) * scale - 0.5, of: old)
    }
  }

  private static func cover(from start: Double, to end: Double, of count: Int) -> Source {
    let first = min(Int(start), count - 1)
    let last = min(max(Int(end.rounded(.up)) - 1, first), count - 1)
    let weights = (first...last).map { pixel in
      max(0, min(end, Double(pixel + 1)) - max(start, Double(pixel)))
    }
    let sum = weights.reduce(0, +)
    return Source(start: first, weights: weights.map { Float($0 / sum) })
  }

  private static func interpolation(at centre: Double, of count: Int) -> Source {
    let position = min(max(centre, 0), Double(count - 1))
    let first = min(Int(position), max(0, count - 2))
    let fraction = Float(position - Double(first))
    return fraction == 0
      ? Source(start: first, weights: [1])
      : Source(start: first, weights: [1 - fraction, fraction])
  }
}
