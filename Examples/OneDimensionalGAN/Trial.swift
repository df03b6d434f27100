import Adversarial
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// Goodfellow's theorem put to the test against a generator that stands still.
///
/// A copy of the discriminator goes on learning until it is as good as it will get. It should then be
/// p/(p + q), and the value of the game, E log D(x) + E log(1 − D(G(z))), 2·JSD(p‖q) − log 4.
///
/// How far off may it be? Write Δ for D − p/(p + q), and E for the mean under (p + q)/2. The optimal
/// value less that of D is a sum of Kullback-Leibler divergences of two probabilities each, and by
/// Pinsker's inequality at least 4·E[Δ²]. So E|Δ| is at most ½·√gap, and both tolerances follow from
/// one number, the gap that learning leaves. A discriminator that learns n parameters from N examples
/// is left with about n/2N: here, 1,153 and 4 million, 0.00014. We allow three times that.
struct Trial {
  /// What the value of the game may be short of the optimum.
  static let largestGap = 4e-4
  /// ½·√gap.
  static let largestMeanError = 0.01
  /// At single points, where they matter: at least a hundredth of what p + q is at most.
  static let largestError = 0.08
  /// A sample mean lies farther off than that many standard errors once in 16,000 times.
  static let standardErrors = 4.0

  /// E|D − p/(p + q)|, and the largest |D − p/(p + q)| where p + q is not tiny.
  let meanError: Double
  let largestError: Double
  /// E|½ − p/(p + q)|: what a discriminator that has learned nothing would get.
  let meanErrorOfHalf: Double
  /// The value of the game by fresh samples, and the standard error of that mean.
  let value: Double
  let standardError: Double
  /// 2·JSD(p‖q) − log 4.
  let optimalValue: Double
  /// The optimal value less that of D, both integrated: no samples, no noise.
  let gap: Double

  /// Whether theory and practice agree.
  var isPassed: Bool {
    meanError <= Self.largestMeanError && largestError <= Self.largestError
      && (-1e-6...Self.largestGap).contains(gap)
      && abs(value - optimalValue) <= Self.largestGap + Self.standardErrors * standardError
  }
}

extension Trial {
  /// Lets a discriminator learn on and compares it with the theory.
  init(of game: Game, steps: Int, seed: UInt64) throws {
    let judge = try Self.trained(from: game, steps: steps, seed: seed)
    let densities = Densities(of: game.data, and: game.generator)
    let optimum = densities.optimum
    let logits = Densities.values(of: judge, at: Densities.grid)
    let both = zip(densities.p, densities.q).map { $0 + $1 }

    let errors = zip(logits, optimum).map { abs(1 / (1 + exp(-$0)) - $1) }
    meanError = Densities.step / 2 * zip(both, errors).reduce(0) { $0 + $1.0 * $1.1 }
    meanErrorOfHalf =
      Densities.step / 2 * zip(both, optimum).reduce(0) { $0 + $1.0 * abs(0.5 - $1.1) }
    let least = (both.max() ?? 0) / 100
    largestError = zip(both, errors).lazy.filter { $0.0 >= least }.map(\.1).max() ?? 0

    optimalValue = 2 * densities.divergence - log(4)
    let integrals = zip(zip(densities.p, densities.q), logits).map { densities, logit in
      densities.0 * logProbability(logit) + densities.1 * logProbability(-logit)
    }
    gap = optimalValue - Densities.step * integrals.reduce(0, +)

    // Two independent means: their variances add up.
    let random = RandomStream(seed: seed, purpose: "trial's value")
    let real = game.data.sample(100_000, using: random)
    let fake = Game.forgeries(100_000, of: game.generator, random)
    let ofReal = SampleMean(inference { judge(real) }.scalars.map { logProbability(Double($0)) })
    let ofFake = SampleMean(inference { judge(fake) }.scalars.map { logProbability(-Double($0)) })
    value = ofReal.mean + ofFake.mean
    standardError = (ofReal.variance + ofFake.variance).squareRoot()
  }

  /// The game's discriminator after learning from fresh numbers and forgeries, in ever smaller steps.
  private static func trained(from game: Game, steps: Int, seed: UInt64) throws -> Sequential {
    let judge = Game.network(using: RandomStream(seed: seed, purpose: "trial's weights"))
    for (copy, original) in zip(judge.parameters, game.discriminator.parameters) {
      copy.value = original.value
    }
    let optimizer = Optimizer(
      of: judge,
      Adam(learningRate: 5e-3),
      schedule: .cosine(to: 0.001, over: steps)
    )
    let random = RandomStream(seed: seed, purpose: "trial's examples")
    for _ in 0..<steps {
      let real = game.data.sample(1024, using: random)
      let fake = withoutRecording { Game.forgeries(1024, of: game.generator, random) }
      try optimizer.minimize(
        Objective.nonSaturating.discriminatorLoss(real: judge(real), fake: judge(fake))
      )
    }
    return judge
  }
}

/// log σ(logit), which never overflows.
private func logProbability(_ logit: Double) -> Double {
  min(logit, 0) - log1p(exp(-abs(logit)))
}

/// The mean of samples and its variance.
private struct SampleMean {
  let mean: Double
  let variance: Double

  init(_ samples: [Double]) {
    let (count, mean) = (Double(samples.count), samples.reduce(0, +) / Double(samples.count))
    self.mean = mean
    variance = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count
  }
}
