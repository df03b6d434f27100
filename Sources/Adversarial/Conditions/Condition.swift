import Preconditions
public import TensorCore

/// The condition of a batch, beside its images or latent vectors: none, the class of each image, or a mixture of
/// classes.
///
/// It reaches the generator with the latent vectors, and the discriminator and the penalties with the images.
/// Unconditional networks ignore it.
public enum Condition: Equatable, Sendable {
  /// No condition.
  case none
  /// The class of each image, one of 0..<`count`.
  case classes([Int], of: Int)
  /// The shares of `count` classes in each image, row by row: a mixture of classes, which no image of a dataset has.
  case shares([Float], of: Int)

  /// The number of images, or `nil` without a condition, which suits any number.
  public var count: Int? {
    switch self {
    case .none: nil
    case .classes(let labels, _): labels.count
    case .shares(let shares, let count): shares.count / max(count, 1)
    }
  }

  /// The classes, or `nil` without a condition or for mixtures.
  public var labels: [Int]? {
    switch self {
    case .none, .shares: nil
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
    case .shares(let shares, let count):
      .shares(Array(shares[range.lowerBound * count..<range.upperBound * count]), of: count)
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
    case (.shares(let shares, let count), .shares(let others, let otherCount))
    where count == otherCount: return .shares(shares + others, of: count)
    default:
      require(false, "Condition: \(self) joined with \(other)")
      return .none
    }
  }

  /// Mixtures of these classes and others, image by image: the shares on the straight line between both.
  ///
  /// - Parameters:
  ///   - other: The classes of as many images, of the same number.
  ///   - t: How far on the way to the other classes, in 0...1.
  /// - Returns: The mixtures; none of nothing.
  /// - Precondition: Both are of the same kind and count.
  public func mixed(with other: Condition, at t: Float) -> Condition {
    guard let first = oneHot, let second = other.oneHot else {
      require(self == other, "Condition: \(self) mixed with \(other)")
      return self
    }
    require(first.shape == second.shape, "Condition: \(self) mixed with \(other)")
    let shares = zip(first.scalars, second.scalars).map { (1 - t) * $0 + t * $1 }
    return .shares(shares, of: first.shape[1])
  }

  /// The classes as `[N, classes]`, 1 at the class of each image and 0 elsewhere, or the shares of a mixture; `nil`
  /// without a condition.
  ///
  /// - Precondition: All classes are in 0..<`count`.
  public var oneHot: Tensor? {
    if case .shares(let shares, let count) = self {
      return Tensor(shares, shape: [shares.count / max(count, 1), count])
    }
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
