import Preconditions

/// The progress of batches through a dataset: completed epochs, and examples of the current one.
public struct EpochProgress: Equatable, Sendable {
  /// Completed epochs.
  public let epoch: Int
  /// Examples of the current epoch that were used, less than `count`.
  public let example: Int
  /// Examples per epoch, at least 1.
  public let count: Int

  /// A position in a dataset of `count` examples.
  ///
  /// - Precondition: `example` is in 0..<`count`, and `epoch` not negative.
  public init(epoch: Int, example: Int, of count: Int) {
    require(
      epoch >= 0 && (0..<max(count, 0)).contains(example),
      "EpochProgress: example \(example) of \(count) in epoch \(epoch)"
    )
    (self.epoch, self.example, self.count) = (epoch, example, count)
  }

  /// Completed epochs, including the share of the current one.
  public var epochs: Double { Double(epoch) + Double(example) / Double(count) }

  /// The total number of examples used, exact below 2⁵³.
  public var examples: Double { Double(epoch) * Double(count) + Double(example) }
}
