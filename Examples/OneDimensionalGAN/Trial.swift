import Adversarial
import Foundation
import NeuralNetworks
import Optimizers
import Randomness
import TensorCore

/// Tests Goodfellow's theorem against a fixed generator.
///
/// A copy of the discriminator is trained until it converges. It should then be p/(p + q), and the value of
/// the game, E log D(x) + E log(1 − D(G(z))), should be 2·JSD(p‖q) − log 4. `Tolerance` says how far off
/// either may be.
struct Trial {
  /// The allowed errors.
  let tolerance: Tolerance
  /// E|D − p/(p + q)|, the mean under (p + q)/2.
  let meanError: Double
  /// The largest |D − p/(p + q)| where p + q is not tiny.
  let largestError: Double
  /// E|½ − p/(p + q)|: the mean error of a discriminator that has learned nothing.
  let meanErrorOfHalf: Double
  /// The value of the game on fresh samples.
  let value: Double
  /// The standard error of `value`.
  let standardError: Double
  /// 2·JSD(p‖q) − log 4.
  let optimalValue: Double
  /// The optimal value minus that of D, both integrated: no samples, no noise.
  let gap: Double

  /// Whether theory and practice agree.
  var isPassed: Bool {
    // The optimum is the largest value: D can exceed it only by the rounding of the integrals.
    meanError <= tolerance.meanError && largestError <= tolerance.largestError
      && (-1e-6...tolerance.gap).contains(gap)
      && abs(value - optimalValue) <= tolerance.gap + 4 * standardError
  }
}

extension Trial {
  /// Trains a discriminator further and compares it with the theory.
  init(of game: Game, steps: Int, seed: UInt64) throws {
    let critic = try Self.trained(from: game, steps: steps, seed: seed)
    tolerance = Tolerance(learning: critic.parameterCount, from: steps * Self.batchSize)
    let densities = Densities(of: game.data, and: game.generator)
    let optimum = densities.optimum
    let logits = Densities.values(of: critic, at: Densities.grid)
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
    let ofReal = SampleMean(inference { critic(real) }.scalars.map { logProbability(Double($0)) })
    let ofFake = SampleMean(inference { critic(fake) }.scalars.map { logProbability(-Double($0)) })
    value = ofReal.mean + ofFake.mean
    standardError = (ofReal.variance + ofFake.variance).squareRoot()
  }

  /// Numbers, and as many generated ones, per step.
  private static let batchSize = 1024

  /// The game's discriminator after training on fresh data and generated numbers, in smaller and smaller
  /// steps.
  private static func trained(from game: Game, steps: Int, seed: UInt64) throws -> Sequential {
    let critic = Game.network(using: RandomStream(seed: seed, purpose: "trial's weights"))
    for (copy, original) in zip(critic.parameters, game.discriminator.parameters) {
      copy.value = original.value
    }
    let optimizer = Optimizer(
      of: critic,
      Adam(learningRate: 5e-3),
      schedule: .cosine(to: 0.001, over: steps)
    )
    let random = RandomStream(seed: seed, purpose: "trial's examples")
    for _ in 0..<steps {
      let real = game.data.sample(batchSize, using: random)
      let fake = withoutRecording { Game.forgeries(batchSize, of: game.generator, random) }
      try optimizer.minimize(
        Objective.nonSaturating.discriminatorLoss(real: critic(real), fake: critic(fake))
      )
    }
    return critic
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
