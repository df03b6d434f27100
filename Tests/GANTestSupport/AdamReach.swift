/// How far Adam can move a number whose gradient is nothing but rounding noise.
///
/// A bias that feeds a batch norm is such a number: the norm takes away whatever is added to all of
/// a channel, so the bias's true gradient is zero and what is computed is noise, different in each
/// implementation. Adam divides the noise by its own size: its steps are of the order of α all the
/// same. What such a bias may become is thus known only by a bound, about α for each step.
///
/// The bound is exactly, with ε = 0 as the worst case: step t moves by α·√(1 − β₂ᵗ)/(1 − β₁ᵗ) ·
/// m/√v, with m = Σ a_k·g_k, v = Σ b_k·g_k², a_k = (1 − β₁)β₁ᵗ⁻ᵏ and b_k = (1 − β₂)β₂ᵗ⁻ᵏ, and by
/// Cauchy and Schwarz |m|/√v ≤ √(Σ a_k²/b_k). The first step is α; later ones can be a little more if
/// the noise happens to grow.
public struct AdamReach {
  private let learningRate: Double
  private let beta1: Double
  private let beta2: Double

  /// The reach of a rule.
  public init(learningRate: Float, beta1: Float, beta2: Float) {
    self.learningRate = Double(learningRate)
    self.beta1 = Double(beta1)
    self.beta2 = Double(beta2)
  }

  /// The longest way from the start in so many steps.
  public func movement(after steps: Int) -> Double {
    // A step of rounding (2⁻²³) is left for the arithmetic itself.
    guard steps > 0 else { return 0 }
    return (1...steps).map(longestStep).reduce(0, +) * (1 + 1e-6)
  }

  /// The farthest that two runs' running means can be apart after so many iterations, because of the
  /// biases alone: each forward pass sees the biases as the iterations before it left them.
  ///
  /// - Parameters:
  ///   - iterations: The iterations done.
  ///   - passes: Forward passes in training mode in each iteration.
  ///   - decay: The share of the old running mean in the new one.
  /// - Returns: The distance.
  public func meanDeviation(after iterations: Int, passes: Int, decay: Double) -> Double {
    var deviation = 0.0
    for iteration in 0..<iterations {
      for _ in 0..<passes {
        deviation = decay * deviation + (1 - decay) * 2 * movement(after: iteration)
      }
    }
    return deviation
  }

  private func longestStep(_ number: Int) -> Double {
    var ratio = 0.0
    var (power1, power2) = (1.0, 1.0)
    for _ in 0..<number {
      let share = (1 - beta1) * power1
      ratio += share * share / ((1 - beta2) * power2)
      power1 *= beta1
      power2 *= beta2
    }
    return learningRate * (1 - power2).squareRoot() / (1 - power1) * ratio.squareRoot()
  }
}
