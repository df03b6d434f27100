public import Datasets
import Preconditions
public import Randomness
internal import TensorCore

/// What the networks of a GAN are conditioned on: nothing, or so many classes.
public enum Conditioning: Codable, Equatable, Sendable {
  /// Nothing: an unconditional GAN.
  case none
  /// Classes 0..<`count`.
  case classes(Int)

  /// Whether anything is said to the networks beside images and latent vectors.
  public var isConditional: Bool { self != .none }

  /// The number of classes, 0 for none.
  public var classCount: Int {
    switch self {
    case .none: 0
    case .classes(let count): count
    }
  }

  /// Draws what a generator is asked for, of `count` images: every class equally often on average.
  ///
  /// Nothing is drawn where the networks are unconditional.
  public func sample(_ count: Int, using random: RandomStream) -> Condition {
    switch self {
    case .none: return .none
    case .classes(let classes):
      return .classes((0..<count).map { _ in random.uniformInt(below: classes) }, of: classes)
    }
  }

  /// What a batch of real images says, by its labels.
  ///
  /// - Precondition: The batch has labels below the number of classes, if classes are asked for.
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
