import Adversarial

/// How far a trained discriminator may be from the optimum, worked out before anything is measured.
///
/// - The gap between the optimal value of the game and that of D: one that learns n parameters from N
///   numbers and N forgeries is left with about n/2N (the classic result on maximum likelihood; here
///   1,153 parameters and 4 million numbers leave 0.00014). Allowed is three times that, as the last
///   and smallest steps see only a part of the N.
/// - The mean of |D − p/(p + q)| under (p + q)/2: the gap is the mean of Kullback-Leibler divergences
///   between two probabilities, times 2, and each is at least 2Δ² (Pinsker's inequality). So E[Δ²] is
///   at most gap/4, and E|Δ| at most ½√gap.
/// - A single |D − p/(p + q)|: both are smooth, so that one who is off at a point is off around it, as
///   far as the noise ε makes q smooth. If w is the share of all numbers that falls there, Δ is at
///   most ½√(gap/w). Where hardly any numbers fall, nothing can be learned and nothing is asked.
/// - The value of the game by fresh samples: the gap, and four standard errors, which chance exceeds
///   once in 16,000 trials.
struct Tolerance {
  /// Single points count where p + q is at least this: a tenth of what it is on the data's hills.
  static let leastDensity = 0.06

  /// Of the value of the game, integrated.
  let gap: Double

  /// For so many parameters, learned from so many numbers and as many forgeries.
  init(learning parameters: Int, from examples: Int) {
    gap = 3 * Double(parameters) / Double(2 * examples)
  }

  /// Of the mean error.
  var meanError: Double { gap.squareRoot() / 2 }

  /// Of the error at any point where p + q is at least `leastDensity`.
  var largestError: Double {
    let share = Self.leastDensity / 2 * 2 * Double(Game.noise)
    return (gap / share).squareRoot() / 2
  }
}
