public import Randomness
public import TensorCore

/// DiffAugment: every image with colors of its own, shifted, or with a part cut out.
///
/// Source: Zhao, Liu, Lin, Zhu and Han 2020, "Differentiable Augmentation for Data-Efficient GAN Training",
/// arXiv:2006.10738, section 3.2 and the authors' code.
public struct DifferentiableAugmentation: Augmentation {
  /// A kind of change; all that are chosen are made to every image, in this order.
  public enum Change: String, CaseIterable, Sendable {
    /// Brightness by ±½ (of −1…1), then saturation by a factor from 0 to 2, then contrast by one from ½ to 1½.
    case color
    /// A shift by up to an eighth of the height and of the width; gray moves in.
    case translation
    /// A rectangle of half the height and half the width is gray, wherever it comes to lie.
    case cutout
  }

  private let changes: [Change]
  private let range: PixelRange
  private let random: RandomStream

  /// Changes of images of a range, with numbers from a stream.
  public init(_ changes: [Change], of range: PixelRange, using random: RandomStream) {
    self.changes = Change.allCases.filter(changes.contains)
    (self.range, self.random) = (range, random)
  }

  /// Images changed by numbers of their own; see `Augmentation`.
  public func callAsFunction(_ images: Tensor) -> Tensor {
    let draws = DifferentiableDraws(changes, of: images.shape, using: random)
    return range.symmetrically(images) { draws.applied(to: $0) }
  }
}

/// What `DifferentiableAugmentation` does to a batch: one number an image, none for what is not done.
package struct DifferentiableDraws {
  /// Uniform in 0..<1: added, less ½.
  package var brightness: [Float] = []
  /// Uniform in 0..<1: twice this is what is left of colors.
  package var saturation: [Float] = []
  /// Uniform in 0..<1: this and ½ is what is left of contrast.
  package var contrast: [Float] = []
  /// The rows and columns by which a pixel's source lies beyond it.
  package var shifts: [(rows: Int, columns: Int)] = []
  /// Where the middle of the rectangle lies.
  package var middles: [(row: Int, column: Int)] = []

  /// Nothing is done.
  package init() {}

  /// Numbers for images `[N, H, W, C]`.
  package init(
    _ changes: [DifferentiableAugmentation.Change],
    of shape: Shape,
    using random: RandomStream
  ) {
    let numbers = AugmentationNumbers(count: shape[0], random)
    let (height, width) = (shape[1], shape[2])
    for change in changes {
      switch change {
      case .color:
        (brightness, saturation) = (numbers.uniform(), numbers.uniform())
        contrast = numbers.uniform()
      case .translation:
        let (rows, columns) = (Self.reach(height), Self.reach(width))
        shifts = BatchShare.drawn(shape[0]) { count in
          (0..<count).map { _ in
            (
              random.uniformInt(below: 2 * rows + 1) - rows,
              random.uniformInt(below: 2 * columns + 1) - columns
            )
          }
        }
      case .cutout:
        // A side of even length has one more place.
        let (rows, columns) = (Self.half(height), Self.half(width))
        middles = BatchShare.drawn(shape[0]) { count in
          (0..<count).map { _ in
            (
              random.uniformInt(below: height + 1 - rows % 2),
              random.uniformInt(below: width + 1 - columns % 2)
            )
          }
        }
      }
    }
  }

  /// ⌊size / 8 + ½⌋, at most.
  private static func reach(_ size: Int) -> Int { (size + 4) / 8 }

  /// ⌊size / 2 + ½⌋.
  private static func half(_ size: Int) -> Int { (size + 1) / 2 }

  /// Images from −1 to 1, changed.
  package func applied(to images: Tensor) -> Tensor {
    let (height, width) = (images.shape[1], images.shape[2])
    var changed = images
    if !brightness.isEmpty { changed = recolored(changed) }
    if !shifts.isEmpty {
      let places = shifts.flatMap { shift -> [Float] in
        [1, 0, Float(shift.rows), 0, 1, Float(shift.columns)]
      }
      let shape: Shape = [shifts.count, 2, 3]
      changed = resampled(changed, at: Tensor(places, shape: shape), by: Resampling())
    }
    guard !middles.isEmpty else { return changed }
    let (rows, columns) = (Self.half(height), Self.half(width))
    let boxes = middles.map { row, column in
      let (top, left) = (row - rows / 2, column - columns / 2)
      return (rows: top..<(top + rows), columns: left..<(left + columns))
    }
    return Cutout(boxes: boxes)(changed)
  }

  /// With β = brightness − ½, s = 2·saturation, k = contrast + ½ and C channels, what brightness, saturation and
  /// contrast make of x one after the other is k·(s·x + (1 − s)·mean over channels) + β + (1 − k)·mean over all.
  private func recolored(_ images: Tensor) -> Tensor {
    let (count, channels) = (images.shape[0], images.shape[3])
    let keeps = contrast.map { $0 + 0.5 }
    var matrices: [Float] = []
    for (saturation, keep) in zip(saturation, keeps) {
      let shared = (1 - 2 * saturation) / Float(channels)
      for row in 0..<channels {
        for column in 0..<channels {
          matrices.append(keep * (shared + (row == column ? 2 * saturation : 0)))
        }
      }
    }
    let column: Shape = [count, 1]
    let mean = images.mean(along: [1, 2, 3]).reshaped(to: column)
    let offsets =
      mean * Tensor(keeps.map { 1 - $0 }, shape: column)
      + Tensor(brightness.map { $0 - 0.5 }, shape: column)
    return mixedChannels(
      images,
      by: Tensor(matrices, shape: [count, channels, channels]),
      adding: offsets.broadcast(to: [count, channels])
    )
  }
}

/// Random numbers for each of a number of images.
struct AugmentationNumbers {
  let count: Int
  private let random: RandomStream

  init(count: Int, _ random: RandomStream) { (self.count, self.random) = (count, random) }

  /// Uniform in 0..<1.
  func uniform() -> [Float] { drawn { random.fillUniform($0) } }

  /// Of the standard normal distribution.
  func normal() -> [Float] { drawn { random.fillNormal($0) } }

  private func drawn(_ fill: (UnsafeMutableBufferPointer<Float>) -> Void) -> [Float] {
    BatchShare.drawn(count) { count in
      [Float](unsafeUninitializedCapacity: count) { buffer, filled in
        fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
        filled = count
      }
    }
  }
}
