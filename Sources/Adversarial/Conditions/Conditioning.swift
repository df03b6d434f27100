public import Datasets
import Preconditions
public import Randomness
internal import TensorCore

/// What the networks of a GAN are conditioned on: nothing, or a number of classes.
public enum Conditioning: Codable, Equatable, Sendable {
  /// Nothing: an unconditional GAN.
  case none
  /// Classes 0..<`count`.
  case classes(Int)

  /// Whether the networks receive conditions.
  public var isConditional: Bool { self != .none }

  /// The number of classes, 0 for none.
  public var classCount: Int {
    switch self {
    case .none: 0
    case .classes(let count): count
    }
  }

  /// Draws a condition for `count` generated images, with all classes equally likely.
  ///
  /// Draws nothing for unconditional networks.
  public func sample(_ count: Int, using random: RandomStream) -> Condition {
    switch self {
    case .none: return .none
    case .classes(let classes):
      return .classes((0..<count).map { _ in random.uniformInt(below: classes) }, of: classes)
    }
  }

  /// The condition of a batch of real images, from its labels.
  ///
  /// - Precondition: The batch has labels below the number of classes, if there are classes.
  public func condition(of batch: ImageBatch) -> Condition {
    switch self {
    case .none: return .none
    case .classes(let classes):
      require(batch.labels != nil, "Conditioning: images without labels for \(classes) classes")
      let labels = batch.labels ?? []
      require(
        labels.allSatisfy { (0..<classes).contains($0) },
        "Conditioning: the label \(labels.max() ?? 0) for \(classes) classes"
      )
      return .classes(labels, of: classes)
    }
  }
}
