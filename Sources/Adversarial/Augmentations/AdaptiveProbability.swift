import Preconditions
internal import TensorCore

/// The probability of a pipe's changes, raised where the discriminator is too sure of real images and lowered
/// where it is not.
///
/// What is watched is r, the mean of sign D(x) over the real images of four iterations: 0 where the discriminator
/// knows nothing, 1 where it knows each of them. The probability stays below 0.8, where changes would begin to
/// show in generated images.
///
/// Source: Karras et al. 2020, "Training Generative Adversarial Networks with Limited Data", arXiv:2006.06676,
/// sections 2.2 and 3.
public final class AdaptiveProbability {
  /// What the probability stays below.
  public static let limit = 0.8
  /// The iterations between adjustments.
  private static let interval = 4

  private let pipe: AugmentationPipe
  private let target: Double
  private let images: Int
  /// What has been observed since the last adjustment.
  package var observed = Observed()

  /// What has been observed.
  package struct Observed: Equatable {
    /// The sum of each iteration's mean sign.
    package var signs = 0.0
    /// The iterations.
    package var iterations = 0
    /// The real images.
    package var images = 0

    /// Nothing so far.
    package init() {}
  }

  /// Adjusts a pipe.
  ///
  /// - Parameters:
  ///   - pipe: What is adjusted.
  ///   - target: The r that is aimed at; the paper's is 0.6.
  ///   - images: The real images in which the probability could go from 0 to 1; the paper's are 500,000.
  /// - Precondition: `images` is positive.
  public init(of pipe: AugmentationPipe, target: Double = 0.6, images: Int = 500_000) {
    require(images > 0, "AdaptiveProbability: from 0 to 1 in \(images) images")
    (self.pipe, self.target, self.images) = (pipe, target, images)
  }

  /// The probability of each change.
  package var probability: Double {
    get { pipe.probability }
    set { pipe.probability = newValue }
  }

  /// Whether the next observation adjusts the probability.
  package var isDue: Bool { observed.iterations == Self.interval - 1 }

  /// Takes note of an iteration's mean of sign D(x) over so many real images, and adjusts the probability after
  /// every fourth.
  public func observe(realSign: Double, images count: Int) {
    observed.signs += realSign
    observed.iterations += 1
    observed.images += count
    guard observed.iterations == Self.interval else { return }
    let r = observed.signs / Double(observed.iterations)
    let step = Double(observed.images) / Double(images)
    // Nothing changes where r is what is aimed at, or NaN.
    let change = r > target ? step : r < target ? -step : 0
    probability = min(max(probability + change, 0), Self.limit)
    observed = Observed()
  }
}
