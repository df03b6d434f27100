import Preconditions
public import Randomness
public import TensorCore

/// The truncation trick: elements of normal latent vectors that are farther from 0 than a threshold are drawn
/// anew until none is.
///
/// Samples become better and more alike, the more so the lower the threshold. Elements within the threshold stay
/// as they are, so samples of the same seed resemble those without truncation.
///
/// Source: Brock, Donahue and Simonyan 2019, "Large Scale GAN Training for High Fidelity Natural Image
/// Synthesis" (BigGAN), arXiv:1809.11096, section 3.1. It is not StyleGAN's truncation, which moves vectors of
/// a mapping network toward their mean.
public struct Truncation: Equatable, Sendable {
  /// The largest absolute value of an element.
  public let threshold: Float

  /// The thresholds that make sense: below, all samples would be nearly the same one; above, two of a billion
  /// numbers would be redrawn.
  public static let thresholds: ClosedRange<Float> = 0.01...6

  /// A truncation of elements to −`threshold`...`threshold`.
  ///
  /// - Precondition: The threshold is in `thresholds`.
  public init(at threshold: Float) {
    require(
      Self.thresholds.contains(threshold),
      "Truncation: a threshold of \(threshold) outside \(Self.thresholds)"
    )
    self.threshold = threshold
  }

  /// The vectors with those of their elements redrawn that are beyond the threshold.
  ///
  /// - Parameters:
  ///   - vectors: Normal latent vectors, `[N, latentSize]`.
  ///   - random: Where other elements come from; untouched where all are within the threshold.
  /// - Returns: `[N, latentSize]`; the first vectors do not depend on how many follow.
  public func callAsFunction(_ vectors: Tensor, redrawingFrom random: RandomStream) -> Tensor {
    var values = vectors.scalars
    var drawn: [Float] = []
    for index in values.indices {
      while abs(values[index]) > threshold {
        if drawn.isEmpty { drawn = Self.numbers(from: random) }
        values[index] = drawn.removeLast()
      }
    }
    return Tensor(values, shape: vectors.shape)
  }

  /// As many normal numbers as a fill draws at least.
  private static func numbers(from random: RandomStream) -> [Float] {
    let count = RandomBlocks.numbersPerUnit
    return Array(unsafeUninitializedCapacity: count) { numbers, filled in
      numbers.initialize(repeating: 0)
      random.fillNormal(UnsafeMutableBufferPointer(rebasing: numbers[..<count]))
      filled = count
    }
  }
}
