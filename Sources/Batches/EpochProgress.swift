import Preconditions

/// How far batches have come through a dataset: whole epochs, and examples of the current one.
public struct EpochProgress: Equatable, Sendable {
  /// Whole epochs done.
  public let epoch: Int
  /// Examples of the current epoch that were handed out, less than `count`.
  public let example: Int
  /// Examples in an epoch, at least 1.
  public let count: Int

  /// A place in a dataset of `count` examples.
  ///
  /// - Precondition: `example` is in 0..<`count`, and `epoch` not negative.
  public init(epoch: Int, example: Int, of count: Int) {
    require(
      epoch >= 0 && (0..<max(count, 0)).contains(example),
      "EpochProgress: example \(example) of \(count) in epoch \(epoch)"
    )
    (self.epoch, self.example, self.count) = (epoch, example, count)
  }

  /// Epochs with the share done of the current one.
  public var epochs: Double { Double(epoch) + Double(example) / Double(count) }

  /// Examples handed out in all, exact below 2⁵³.
  public var examples: Double { Double(epoch) * Double(count) + Double(example) }
}
