import Adversarial
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// Goodfellow's theorem put to the test against a generator that stands still.
///
/// A copy of the discriminator goes on learning until it is as good as it will get. It should then be
/// p/(p + q), and the value of the game, E log D(x) + E log(1 − D(G(z))), 2·JSD(p‖q) − log 4. How far
/// off either may be is in `Tolerance`.
struct Trial {
  /// What is allowed.
  let tolerance: Tolerance
  /// E|D − p/(p + q)|, the mean under (p + q)/2.
  let meanError: Double
  /// The largest |D − p/(p + q)| where p + q is not tiny.
  let largestError: Double
  /// E|½ − p/(p + q)|: the mean error of a discriminator that has learned nothing.
  let meanErrorOfHalf: Double
  /// The value of the game by fresh samples.
  let value: Double
  /// The standard error of `value`.
  let standardError: Double
  /// 2·JSD(p‖q) − log 4.
  let optimalValue: Double
  /// The optimal value less that of D, both integrated: no samples, no noise.
  let gap: Double

  /// Whether theory and practice agree.
  var isPassed: Bool {
    // The optimum is the largest value: D can lie above it only by what the integrals are rounded.
    meanError <= tolerance.meanError && largestError <= tolerance.largestError
      && (-1e-6...tolerance.gap).contains(gap)
      && abs(value - optimalValue) <= tolerance.gap + 4 * standardError
  }
}

extension Trial {
  /// Lets a discriminator learn on and compares it with the theory.
  init(of game: Game, steps: Int, seed: UInt64) throws {
    let judge = try Self.trained(from: game, steps: steps, seed: seed)
    tolerance = Tolerance(learning: judge.parameterCount, from: steps * Self.batchSize)
    let densities = Densities(of: game.data, and: game.generator)
    let optimum = densities.optimum
    let logits = Densities.values(of: judge, at: Densities.grid)
    let both = zip(densities.p, densities.q).map { $0 + $1 }

    let errors = zip(logits, optimum).map { abs(1 / (1 + exp(-$0)) - $1) }
    meanError = Densities.step / 2 * zip(both, errors).reduce(0) { $0 + $1.0 * $1.1 }
    meanErrorOfHalf =
      Densities.step / 2 * zip(both, optimum).reduce(0) { $0 + $1.0 * abs(0.5 - $1.1) }
    let least = Tolerance.leastDensity
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

  /// Numbers and as many forgeries that a step learns from.
  private static let batchSize = 1024

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
      let real = game.data.sample(batchSize, using: random)
      let fake = withoutRecording { Game.forgeries(batchSize, of: game.generator, random) }
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
