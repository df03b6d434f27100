import Preconditions
public import TensorCore

/// The condition of a batch, beside its images or latent vectors: none, or the class of each image.
///
/// It reaches the generator with the latent vectors, and the discriminator and the penalties with the images.
/// Unconditional networks ignore it.
public enum Condition: Equatable, Sendable {
  /// No condition.
  case none
  /// The class of each image, one of 0..<`count`.
  case classes([Int], of: Int)

  /// The number of images, or `nil` without a condition, which suits any number.
  public var count: Int? {
    switch self {
    case .none: nil
    case .classes(let labels, _): labels.count
    }
  }

  /// The classes, or `nil` without a condition.
  public var labels: [Int]? {
    switch self {
    case .none: nil
    case .classes(let labels, _): labels
    }
  }

  /// The condition of some of the images.
  ///
  /// - Precondition: The range is within bounds.
  public subscript(range: Range<Int>) -> Condition {
    switch self {
    case .none: .none
    case .classes(let labels, let count): .classes(Array(labels[range]), of: count)
    }
  }

  /// The condition of these images followed by the `other` ones in one batch.
  ///
  /// - Precondition: Both are of the same kind.
  public func joined(with other: Condition) -> Condition {
    switch (self, other) {
    case (.none, .none): return .none
    case (.classes(let labels, let count), .classes(let others, let otherCount))
    where count == otherCount: return .classes(labels + others, of: count)
    default:
      require(false, "Condition: \(self) joined with \(other)")
      return .none
    }
  }

  /// The classes as `[N, classes]`, 1 at the class of each image and 0 elsewhere; `nil` without a condition.
  ///
  /// - Precondition: All classes are in 0..<`count`.
  public var oneHot: Tensor? {
    guard case .classes(let labels, let count) = self else { return nil }
    var values = [Float](repeating: 0, count: labels.count * count)
    for (row, label) in labels.enumerated() {
      require((0..<count).contains(label), "Condition: class \(label) of \(count)")
      values[row * count + label] = 1
    }
    return Tensor(values, shape: [labels.count, count])
  }

  /// The classes as `[N, classes]`, for a network that cannot do without them.
  ///
  /// - Precondition: There is a condition.
  func classShares(for network: String) -> Tensor {
    require(self != .none, "\(network): images without classes")
    return oneHot ?? .zeros([0, 0])
  }
}
