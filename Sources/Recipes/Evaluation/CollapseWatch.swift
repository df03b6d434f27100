internal import Foundation
package import Training

/// Watches a run for the ways in which GAN training fails.
///
/// Losses and D(x), D(G(z)) are watched as averages over about fifty iterations, metrics from one evaluation
/// to the next. Each warning is given once, and again only after its cause has gone away.
package struct CollapseWatch {
  /// The failures that it recognizes.
  enum Sign: String, CaseIterable {
    /// D(x) → 1 and D(G(z)) → 0.
    case overpowered
    /// A loss outside the range in which the networks learn from it.
    case railed
    /// Fewer and fewer of the real images are covered.
    case coverage
    /// The samples look more and more alike.
    case similarity
  }

  /// Whether the losses are cross entropies, so that D(x) and D(G(z)) are probabilities.
  private let isCrossEntropy: Bool
  /// The similarity of pairs of real images, if it is measured.
  private let realSimilarity: Double?
  /// Running averages of the watched values.
  var averages: [String: Double] = [:]
  /// The number of iterations observed.
  var observed = 0
  /// The highest coverage so far.
  var bestCoverage = 0.0
  /// The lowest similarity so far; infinite before the first evaluation.
  var leastSimilarity = Double.infinity
  /// Warnings that were given and whose cause persists.
  var given: Set<Sign> = []

  /// The values watched at every iteration.
  package static let watched = [
    GANLog.realProbability, GANLog.fakeProbability, GANLog.generatorLoss, GANLog.discriminatorLoss,
  ]
  private static let decay = 0.98
  private static let leastObserved = 100

  /// A watch that has seen nothing.
  package init(isCrossEntropy: Bool, realSimilarity: Double?) {
    (self.isCrossEntropy, self.realSimilarity) = (isCrossEntropy, realSimilarity)
  }

  /// Takes in an iteration's observation, or others that it does not watch, and returns new warnings.
  ///
  /// - Parameters:
  ///   - seen: The observation.
  ///   - count: The iterations that it stands for, if it is their mean.
  /// - Returns: The warnings that were not given before.
  package mutating func observe(
    _ seen: Observation,
    standingFor count: Int = 1
  ) -> [CollapseWarning] {
    guard Self.watched.contains(where: { seen[$0] != nil }) else { return [] }
    observed += count
    let decay = count == 1 ? Self.decay : pow(Self.decay, Double(count))
    for name in Self.watched {
      guard let value = seen[name] else { continue }
      averages[name] = decay * (averages[name] ?? value) + (1 - decay) * value
    }
    guard isCrossEntropy, observed >= Self.leastObserved,
      let real = averages[GANLog.realProbability], let fake = averages[GANLog.fakeProbability],
      let generator = averages[GANLog.generatorLoss],
      let discriminator = averages[GANLog.discriminatorLoss]
    else { return [] }
    return [
      update(
        .overpowered,
        real > 0.97 && fake < 0.03,
        real < 0.9 || fake > 0.1,
        .overpoweringDiscriminator(real: real, fake: fake)
      ),
      update(
        .railed,
        generator > 12 || discriminator < 1e-3,
        generator < 8 && discriminator > 1e-2,
        .saturatedLoss(generator: generator, discriminator: discriminator)
      ),
    ].compactMap(\.self)
  }

  /// Takes in an evaluation and returns new warnings.
  package mutating func evaluate(_ found: Observation) -> [CollapseWarning] {
    var warnings: [CollapseWarning?] = []
    if let coverage = found["coverage"] {
      warnings.append(
        update(
          .coverage,
          bestCoverage > 0.05 && coverage < 0.5 * bestCoverage,
          coverage > 0.75 * bestCoverage,
          .fallingCoverage(from: bestCoverage, to: coverage)
        )
      )
      bestCoverage = max(bestCoverage, coverage)
    }
    if let similarity = found["similarity"] {
      let floor = max(leastSimilarity, realSimilarity ?? 0)
      warnings.append(
        update(
          .similarity,
          leastSimilarity.isFinite && similarity > floor + 0.2,
          similarity < floor + 0.1,
          .growingSimilarity(from: leastSimilarity, to: similarity, ofReal: realSimilarity)
        )
      )
      leastSimilarity = min(leastSimilarity, similarity)
    }
    return warnings.compactMap(\.self)
  }

  private mutating func update(
    _ sign: Sign,
    _ isThere: Bool,
    _ isOver: Bool,
    _ warning: CollapseWarning
  ) -> CollapseWarning? {
    if isOver { given.remove(sign) }
    return isThere && given.insert(sign).inserted ? warning : nil
  }
}

/// A sign that training is failing.
public enum CollapseWarning: Equatable, Sendable {
  /// The discriminator tells nearly all images apart: averages of D(x) and D(G(z)) as probabilities.
  case overpoweringDiscriminator(real: Double, fake: Double)
  /// A loss is saturated or diverging: averages of both.
  case saturatedLoss(generator: Double, discriminator: Double)
  /// The generator covers less and less of the data: the best coverage so far, and the current one.
  case fallingCoverage(from: Double, to: Double)
  /// Samples look more and more alike: the least similarity of pairs so far, the current one and that of real
  /// images, if it was measured.
  case growingSimilarity(from: Double, to: Double, ofReal: Double?)
}
