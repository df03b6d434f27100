import Adversarial

/// How far a trained discriminator may be from the optimum, derived before anything is measured.
///
/// - The gap between the optimal value of the game and that of D: a discriminator that learns n parameters
///   from N numbers and N generated ones is left with about n/2N (the classic result on maximum likelihood;
///   here 1,153 parameters and 4 million numbers leave 0.00014). Three times that is allowed, as the last and
///   smallest steps see only a part of the N.
/// - The mean of |D − p/(p + q)| under (p + q)/2: the gap is the mean of Kullback-Leibler divergences
///   between two probabilities, times 2, and each is at least 2Δ² (Pinsker's inequality). So E[Δ²] is
///   at most gap/4, and E|Δ| at most ½√gap.
/// - A single |D − p/(p + q)|: both are smooth, so an error at one point extends around it, as far as the
///   noise ε makes q smooth. If w is the share of all numbers that falls there, Δ is at most ½√(gap/w). Where
///   hardly any numbers fall, nothing can be learned and nothing is required.
/// - The value of the game on fresh samples: the gap, plus four standard errors, which chance exceeds once in
///   16,000 trials.
struct Tolerance {
  /// Points count only where p + q is at least this: a tenth of its value at the data's peaks.
  static let leastDensity = 0.06

  /// For the integrated value of the game.
  let gap: Double

  /// For a number of parameters, learned from a number of examples and as many generated ones.
  init(learning parameters: Int, from examples: Int) {
    gap = 3 * Double(parameters) / Double(2 * examples)
  }

  /// For the mean error.
  var meanError: Double { gap.squareRoot() / 2 }

  /// For the error at any point where p + q is at least `leastDensity`.
  var largestError: Double {
    let share = Self.leastDensity / 2 * 2 * Double(Game.noise)
    return (gap / share).squareRoot() / 2
  }
}
