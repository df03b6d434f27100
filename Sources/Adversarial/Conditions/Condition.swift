import Preconditions
public import TensorCore

/// What is said of a batch of images beside its pixels or latent vectors: nothing, or the class of each.
///
/// It reaches the generator beside the latent vectors, the discriminator beside the images, and with them the
/// penalties. Networks that are not conditional ignore it.
public enum Condition: Equatable, Sendable {
  /// Nothing is said.
  case none
  /// The class of each image, one of 0..<`count`.
  case classes([Int], of: Int)

  /// The number of images that something is said of, or `nil` where nothing is: it suits any number then.
  public var count: Int? {
    switch self {
    case .none: nil
    case .classes(let labels, _): labels.count
    }
  }

  /// The classes, or `nil` where nothing is said.
  public var labels: [Int]? {
    switch self {
    case .none: nil
    case .classes(let labels, _): labels
    }
  }

  /// What is said of some of the images.
  ///
  /// - Precondition: The range is within the images.
  public subscript(range: Range<Int>) -> Condition {
    switch self {
    case .none: .none
    case .classes(let labels, let count): .classes(Array(labels[range]), of: count)
    }
  }

  /// What is said of these images and of the `other` ones, as those of one batch.
  ///
  /// - Precondition: The same kind of thing is said of both.
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

  /// The classes as `[N, classes]`, 1 at the class of each image and 0 elsewhere, or `nil` where nothing is
  /// said.
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
}
