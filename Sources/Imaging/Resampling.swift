#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Resampling of one axis: for each new pixel, the old pixels it is computed from.
///
/// By area, shrinking averages the old pixels that a new one covers, weighted by the covered share, so that
/// none is lost; enlarging interpolates linearly between pixel centers and repeats the edge. By Lanczos'
/// filter, a new pixel is computed from the old ones within three widths of the larger pixels.
struct Resampling {
  /// The old pixels starting at `start`, weighted by `weights`, whose sum is 1.
  struct Source {
    let start: Int
    let weights: [Float]
  }

  let sources: [Source]

  /// The resampling of `old` pixels into `new` ones.
  init(from old: Int, to new: Int, by filter: ResizingFilter = .area) {
    let scale = Double(old) / Double(new)
    sources = (0..<new).map { pixel in
      switch filter {
      case .area where new < old:
        Self.cover(from: Double(pixel) * scale, to: Double(pixel + 1) * scale, of: old)
      case .area: Self.interpolation(at: (Double(pixel) + 0.5) * scale - 0.5, of: old)
      case .lanczos:
        Self.lanczos(around: (Double(pixel) + 0.5) * scale, stretchedBy: max(scale, 1), of: old)
      }
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

  private static func interpolation(at center: Double, of count: Int) -> Source {
    let position = min(max(center, 0), Double(count - 1))
    let first = min(Int(position), max(0, count - 2))
    let fraction = Float(position - Double(first))
    return fraction == 0
      ? Source(start: first, weights: [1])
      : Source(start: first, weights: [1 - fraction, fraction])
  }

  private static func lanczos(
    around center: Double,
    stretchedBy scale: Double,
    of count: Int
  ) -> Source {
    let lobes = 3.0
    let first = max(Int((center - lobes * scale + 0.5).rounded(.down)), 0)
    let end = min(Int((center + lobes * scale + 0.5).rounded(.down)), count)
    let weights = (first..<end).map { pixel in
      let distance = (Double(pixel) + 0.5 - center) / scale
      return abs(distance) < lobes ? normalizedSine(distance) * normalizedSine(distance / lobes) : 0
    }
    let sum = weights.reduce(0, +)
    return Source(start: first, weights: weights.map { Float($0 / sum) })
  }

  /// sin πx / πx.
  private static func normalizedSine(_ x: Double) -> Double {
    x == 0 ? 1 : sin(.pi * x) / (.pi * x)
  }
}
