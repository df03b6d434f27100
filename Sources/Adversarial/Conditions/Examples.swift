import Preconditions
public import TensorCore

/// Images with their condition: a discriminator's input.
public struct Examples {
  /// `[N, H, W, C]`, in the generator's range.
  public let images: Tensor
  /// The condition of the images.
  public let condition: Condition

  /// Images with their condition.
  ///
  /// - Precondition: The condition is for as many images.
  public init(_ images: Tensor, _ condition: Condition = .none) {
    require(
      condition.count ?? images.shape[0] == images.shape[0],
      "Examples: images of \(images.shape) with conditions of \(condition.count ?? 0)"
    )
    (self.images, self.condition) = (images, condition)
  }

  /// The number of images.
  public var count: Int { images.shape[0] }
  /// The same images, detached from the tape.
  public var detached: Examples { Examples(images.detached, condition) }

  /// Some of the images with their condition.
  ///
  /// - Precondition: The range is within bounds.
  public subscript(range: Range<Int>) -> Examples {
    Examples(images.slice(range, along: 0), condition[range])
  }

  /// These images followed by the `other` ones in one batch.
  ///
  /// - Precondition: The images have the same shape, and the conditions are of the same kind.
  public func joined(with other: Examples) -> Examples {
    Examples(concatenate([images, other.images]), condition.joined(with: other.condition))
  }
}

/// Latent vectors with a condition: a generator's input.
public struct GeneratorInput {
  /// `[N, latentSize]`.
  public let z: Tensor
  /// The condition of the images to generate.
  public let condition: Condition

  /// Latent vectors with a condition.
  ///
  /// - Precondition: The condition is for as many images as there are vectors.
  public init(_ z: Tensor, _ condition: Condition = .none) {
    require(
      condition.count ?? z.shape[0] == z.shape[0],
      "GeneratorInput: vectors of \(z.shape) with conditions of \(condition.count ?? 0)"
    )
    (self.z, self.condition) = (z, condition)
  }

  /// Some of the vectors.
  ///
  /// - Precondition: The range is within them.
  public subscript(range: Range<Int>) -> GeneratorInput {
    GeneratorInput(z.slice(range, along: 0), condition[range])
  }
}
