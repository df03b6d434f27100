internal import Foundation
import Preconditions
public import Randomness
public import TensorCore

/// The changes of adaptive augmentation, each made to an image with a probability that can be changed.
///
/// Images are mirrored, turned, shifted, scaled and stretched in one resampling, then recolored by one matrix.
/// What lies around an image is its reflection. Pixels between others are found by `resampling`'s kernel, where
/// the paper filters in between by wavelets.
///
/// Source: Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data", arXiv:2006.06676,
/// appendix B.
public final class AugmentationPipe: Augmentation {
  /// A kind of change, in the order in which they are made.
  public enum Change: CaseIterable, Sendable {
    /// Left for right, half of the times.
    case mirroring
    /// By 0, 90, 180 or 270 degrees; by 0 or 180 where an image is no square.
    case quarterTurns
    /// By whole pixels, up to an eighth of the size.
    case integerShifts
    /// By 2ⁿ with n of deviation 0.2.
    case scale
    /// By any angle, before stretching, after it, or both.
    case rotation
    /// Width by 2ⁿ and height by 2⁻ⁿ, with n of deviation 0.2.
    case stretching
    /// With a deviation of an eighth of the size.
    case fractionalShifts
    /// Added, with a deviation of 0.2.
    case brightness
    /// By 2ⁿ with n of deviation 0.5.
    case contrast
    /// Dark for bright, with the colors left, half of the times.
    case lumaFlip
    /// Turned by any angle.
    case hue
    /// By 2ⁿ with n of deviation 1.
    case saturation
    /// A rectangle of half the height and half the width is gray.
    case cutout

    /// Those that the paper recommends for adaptive augmentation: pixel blitting, geometry and color.
    public static let adaptive: [Change] = allCases.filter { $0 != .cutout }

    /// Those that move pixels.
    fileprivate static let placing: Set<Change> = [
      .mirroring, .quarterTurns, .integerShifts, .scale, .rotation, .stretching, .fractionalShifts,
    ]
    /// Those that change colors.
    fileprivate static let coloring: Set<Change> = [
      .brightness, .contrast, .lumaFlip, .hue, .saturation,
    ]
  }

  /// The probability of each change, from 0 to 1.
  public var probability: Double

  private let changes: Set<Change>
  private let range: PixelRange
  private let resampling: Resampling
  private let random: RandomStream

  /// A pipe of some changes of images of a range, with numbers from a stream.
  ///
  /// - Precondition: The probability is in 0...1.
  public init(
    _ changes: [Change] = Change.adaptive,
    of range: PixelRange,
    probability: Double = 0,
    using random: RandomStream
  ) {
    require((0...1).contains(probability), "AugmentationPipe: a probability of \(probability)")
    self.changes = Set(changes)
    (self.range, self.probability, self.random) = (range, probability, random)
    resampling = Resampling(.linear, edges: .reflected)
  }

  /// Images changed by numbers of their own; see `Augmentation`.
  ///
  /// The same operators run whatever is drawn, so that a compiler sees one program for all iterations.
  public func callAsFunction(_ images: Tensor) -> Tensor {
    let (count, channels) = (images.shape[0], images.shape[3])
    let (height, width) = (images.shape[1], images.shape[2])
    let numbers = AugmentationNumbers(count: count, random)
    let placements = placements(height: height, width: width, numbers)
    let colors = colors(channels: channels, numbers)
    let cutout = cutout(height: height, width: width, numbers)
    return range.symmetrically(images) { images in
      var changed = images
      if !changes.isDisjoint(with: Change.placing) {
        let places = placements.flatMap { $0.places(height: height, width: width) }
        let shape: Shape = [count, 2, 3]
        changed = resampled(changed, at: Tensor(places, shape: shape), by: resampling)
      }
      if !changes.isDisjoint(with: Change.coloring) {
        changed = mixedChannels(
          changed,
          by: Tensor(
            colors.flatMap { $0.matrix(channels: channels) },
            shape: [count, channels, channels]
          ),
          adding: Tensor(
            colors.flatMap { $0.offsets(channels: channels) },
            shape: [count, channels]
          )
        )
      }
      return cutout(changed)
    }
  }

  /// Numbers of a change for each image, `nil` where it is not made to it; none if it is not of the pipe.
  private func draws(
    _ change: Change,
    with probability: Double,
    _ numbers: AugmentationNumbers,
    _ draw: (AugmentationNumbers) -> [Float]
  ) -> [Double?] {
    guard changes.contains(change) else { return [Double?](repeating: nil, count: numbers.count) }
    let gates = numbers.uniform()
    return zip(gates, draw(numbers)).map { Double($0) < probability ? Double($1) : nil }
  }

  private func placements(
    height: Int,
    width: Int,
    _ numbers: AugmentationNumbers
  ) -> [Placement] {
    let (p, count) = (probability, numbers.count)
    let uniform: (AugmentationNumbers) -> [Float] = { $0.uniform() }
    let normal: (AugmentationNumbers) -> [Float] = { $0.normal() }
    let mirrors = draws(.mirroring, with: p, numbers, uniform)
    let turns = draws(.quarterTurns, with: p, numbers, uniform)
    // Both coordinates are shifted, or none: one gate.
    let gate = changes.contains(.integerShifts) ? numbers.uniform() : []
    let (downs, rights) = gate.isEmpty ? ([], []) : (numbers.uniform(), numbers.uniform())
    let scales = draws(.scale, with: p, numbers, normal)
    // The probability of either turn is p.
    let ofEach = 1 - (1 - p).squareRoot()
    let before = draws(.rotation, with: ofEach, numbers, uniform)
    let stretches = draws(.stretching, with: p, numbers, normal)
    let after = draws(.rotation, with: ofEach, numbers, uniform)
    let fraction = changes.contains(.fractionalShifts) ? numbers.uniform() : []
    let (lower, further) = fraction.isEmpty ? ([], []) : (numbers.normal(), numbers.normal())
    let quarters = height == width ? 1 : 2
    return (0..<count).map { n in
      var place = Placement.identity
      if let draw = mirrors[n], draw < 0.5 { place.scale(rows: 1, columns: -1) }
      if let draw = turns[n] { place.quarterTurn(Int(draw * 4) / quarters * quarters) }
      if !gate.isEmpty, Double(gate[n]) < p {
        place.shift(
          rows: ((2 * Double(downs[n]) - 1) * 0.125 * Double(height)).rounded(),
          columns: ((2 * Double(rights[n]) - 1) * 0.125 * Double(width)).rounded()
        )
      }
      if let draw = scales[n] {
        let scale = exp2(0.2 * draw)
        place.scale(rows: scale, columns: scale)
      }
      if let draw = before[n] { place.turn(by: (2 * draw - 1) * .pi) }
      if let draw = stretches[n] {
        place.scale(rows: exp2(-0.2 * draw), columns: exp2(0.2 * draw))
      }
      if let draw = after[n] { place.turn(by: (2 * draw - 1) * .pi) }
      if !fraction.isEmpty, Double(fraction[n]) < p {
        place.shift(
          rows: 0.125 * Double(lower[n]) * Double(height),
          columns: 0.125 * Double(further[n]) * Double(width)
        )
      }
      return place
    }
  }

  private func colors(channels: Int, _ numbers: AugmentationNumbers) -> [ColorChange] {
    let p = probability
    let brightness = draws(.brightness, with: p, numbers) { $0.normal() }
    let contrast = draws(.contrast, with: p, numbers) { $0.normal() }
    let flips = draws(.lumaFlip, with: p, numbers) { $0.uniform() }
    let hues = draws(.hue, with: p, numbers) { $0.uniform() }
    let saturation = draws(.saturation, with: p, numbers) { $0.normal() }
    return (0..<numbers.count).map { n in
      var color = ColorChange.identity
      if let draw = brightness[n] { color.brighten(by: 0.2 * draw) }
      if let draw = contrast[n] { color.scale(along: exp2(0.5 * draw), across: exp2(0.5 * draw)) }
      if let draw = flips[n], draw < 0.5 { color.scale(along: -1, across: 1) }
      guard channels > 1 else { return color }
      if let draw = hues[n] { color.turn(by: (2 * draw - 1) * .pi) }
      if let draw = saturation[n] { color.scale(along: 1, across: exp2(draw)) }
      return color
    }
  }

  private func cutout(height: Int, width: Int, _ numbers: AugmentationNumbers) -> Cutout {
    guard changes.contains(.cutout) else { return Cutout(boxes: []) }
    let (gates, rows, columns) = (numbers.uniform(), numbers.uniform(), numbers.uniform())
    return Cutout(
      boxes: (0..<numbers.count).map { n in
        guard Double(gates[n]) < probability else { return (0..<0, 0..<0) }
        return (Self.half(of: height, around: rows[n]), Self.half(of: width, around: columns[n]))
      }
    )
  }

  /// The pixels whose middle is less than a quarter of the size away from a place, given in parts of the size.
  private static func half(of size: Int, around place: Float) -> Range<Int> {
    let middle = Double(place) * Double(size) - 0.5
    let reach = Double(size) / 4
    let first = Int((middle - reach).rounded(.down)) + 1
    return first..<max(first, Int((middle + reach).rounded(.up)))
  }
}
