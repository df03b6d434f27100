internal import Datasets
public import Imaging
package import Randomness

/// What a recipe says of augmentation: "none", "auto", "fixed", or changes with commas between.
public enum AugmentationChoice: Equatable, LosslessStringConvertible, Sendable {
  /// The discriminator sees images as they are.
  case none
  /// `DifferentiableAugmentation`, of these changes in the order of its cases.
  case differentiable([DifferentiableAugmentation.Change])
  /// `AugmentationPipe` with an `AdaptiveProbability`.
  case automatic
  /// `AugmentationPipe` with a probability that does not depend on the discriminator.
  case fixed

  /// The choice that a text stands for, or `nil` where a change is unknown or comes twice.
  public init?(_ description: String) {
    switch description {
    case "none": self = .none
    case "auto": self = .automatic
    case "fixed": self = .fixed
    default:
      let names = description.split(separator: ",", omittingEmptySubsequences: false)
      let known = names.compactMap { DifferentiableAugmentation.Change(rawValue: String($0)) }
      guard known.count == names.count, Set(known).count == known.count else { return nil }
      self = .differentiable(DifferentiableAugmentation.Change.allCases.filter(known.contains))
    }
  }

  /// The text that stands for it.
  public var description: String {
    switch self {
    case .none: "none"
    case .automatic: "auto"
    case .fixed: "fixed"
    case .differentiable(let changes): changes.map(\.rawValue).joined(separator: ",")
    }
  }
}

extension AugmentationChoice {
  /// The augmentation of images of a range, if there is one, with numbers from a stream.
  ///
  /// - Parameters:
  ///   - range: The range of the images.
  ///   - probability: That of each change of the pipe, if it is one.
  ///   - random: Where its numbers come from.
  /// - Returns: The augmentation, or `nil` for none.
  package func augmentation(
    of range: PixelRange,
    probability: Double = 0,
    using random: RandomStream
  ) -> (any Augmentation)? {
    switch self {
    case .none: nil
    case .differentiable(let changes):
      DifferentiableAugmentation(changes, of: range, using: random)
    case .automatic, .fixed: AugmentationPipe(of: range, probability: probability, using: random)
    }
  }

  /// Images of one shape as a discriminator sees them, each changed by numbers of its own.
  ///
  /// - Parameters:
  ///   - images: With 1 or 3 channels.
  ///   - probability: That of each change, where it is automatic.
  ///   - seed: What the numbers follow from.
  /// - Returns: As many images of the same shape; what is too dark or too bright to be shown is black or white.
  public func changed(_ images: [Image], probability: Double, seed: UInt64 = 0) -> [Image] {
    let random = RandomStream(seed: seed, purpose: "augmentation")
    let range = PixelRange.symmetric
    guard let first = images.first,
      let augmentation = augmentation(of: range, probability: probability, using: random)
    else { return images }
    let shape = ImageShape(height: first.height, width: first.width, channels: first.channels)
    // A few at a time, since numbers take four times the memory of bytes.
    return stride(from: 0, to: images.count, by: 64).flatMap { start in
      let some = images[start..<min(start + 64, images.count)]
      let batch = ImageBatch(shape: shape, count: some.count, pixels: some.flatMap(\.pixels))
      return range.images(augmentation(range.tensor(batch)))
    }
  }
}
