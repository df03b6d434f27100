import Preconditions
public import Randomness
public import TensorCore

/// Penalizes the discriminator where the norm of its gradient between real and generated images is not 1:
/// what makes the Wasserstein objective one.
///
/// weight · mean (‖∇D(x̂)‖ − 1)², with x̂ = u·x + (1 − u)·G(z) and u uniform in 0..<1 for each image. Where
/// images are of classes, x̂ is said to be of the real image's.
///
/// Source: Gulrajani et al. 2017, "Improved Training of Wasserstein GANs", equation 3.
public struct WassersteinPenalty: GradientPenalty {
  /// Added to squared norms: it changes no norm above 10⁻⁴ and bounds the derivative of the root at 0.
  private static let leastSquare: Float = 1e-16

  private let weight: Float
  private let random: RandomStream

  /// A penalty that draws the places between images from `random`; the paper's weight is 10.
  ///
  /// - Precondition: `weight` is not negative.
  public init(weight: Float = 10, using random: RandomStream) {
    require(weight >= 0, "WassersteinPenalty: a weight of \(weight)")
    self.weight = weight
    self.random = random
  }

  /// The penalty at random places; see `GradientPenalty`.
  public func callAsFunction(
    of discriminator: any Discriminator,
    real: Examples,
    fake: Examples
  ) -> Tensor {
    let share = Tensor.uniform([real.count], using: random)
    return callAsFunction(of: discriminator, real: real, fake: fake, realShare: share)
  }

  /// The penalty at given places, `[N]`: 1 at the real image, 0 at the generated one.
  package func callAsFunction(
    of discriminator: any Discriminator,
    real examples: Examples,
    fake: Examples,
    realShare: Tensor
  ) -> Tensor {
    let (real, fake) = (examples.images, fake.images)
    require(
      real.shape == fake.shape,
      "WassersteinPenalty: real images of \(real.shape), generated ones of \(fake.shape)"
    )
    let ones = [Int](repeating: 1, count: real.rank - 1)
    let between = withoutRecording {
      let share = realShare.reshaped(to: [real.shape[0]] + ones)
      return share * real + (1 - share) * fake
    }
    let squares = squaredGradientNorms(
      of: discriminator,
      at: Examples(between, examples.condition)
    )
    return ((squares + Self.leastSquare).squareRoot - 1).squared.mean() * weight
  }
}
