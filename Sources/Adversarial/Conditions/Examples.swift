import Preconditions
public import TensorCore

/// Images with what is said of them: what a discriminator sees.
public struct Examples {
  /// `[N, H, W, C]`, in the range that the generator makes.
  public let images: Tensor
  /// What is said of them.
  public let condition: Condition

  /// Images and what is said of them.
  ///
  /// - Precondition: It is said of as many images as there are.
  public init(_ images: Tensor, _ condition: Condition = .none) {
    require(
      condition.count ?? images.shape[0] == images.shape[0],
      "Examples: images of \(images.shape) with conditions of \(condition.count ?? 0)"
    )
    (self.images, self.condition) = (images, condition)
  }

  /// The number of images.
  public var count: Int { images.shape[0] }
  /// The same images off the tape.
  public var detached: Examples { Examples(images.detached, condition) }

  /// Some of the images.
  ///
  /// - Precondition: The range is within them.
  public subscript(range: Range<Int>) -> Examples {
    Examples(images.slice(range, along: 0), condition[range])
  }

  /// These images and the `other` ones as one batch.
  ///
  /// - Precondition: The images are of one shape, and the same kind of thing is said of both.
  public func joined(with other: Examples) -> Examples {
    Examples(concatenate([images, other.images]), condition.joined(with: other.condition))
  }
}

/// Latent vectors with what is asked for: what a generator gets.
public struct GeneratorInput {
  /// `[N, latentSize]`.
  public let z: Tensor
  /// What is asked for.
  public let condition: Condition

  /// Latent vectors and what is asked for.
  ///
  /// - Precondition: It is asked for as many images as there are vectors.
  public init(_ z: Tensor, _ condition: Condition = .none) {
    require(
      condition.count ?? z.shape[0] == z.shape[0],
      "GeneratorInput: vectors of \(z.shape) with conditions of \(condition.count ?? 0)"
    )
    (self.z, self.condition) = (z, condition)
  }
}
