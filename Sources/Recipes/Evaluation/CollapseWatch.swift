package import Training

/// Watches a run for the ways in which the training of a GAN fails.
///
/// Losses and D(x), D(G(z)) are watched as averages over some fifty iterations, metrics from one evaluation to the next.
/// A warning is given once, and again only after what it is about was over.
package struct CollapseWatch {
  /// What can be warned of.
  enum Sign: String, CaseIterable {
    /// D(x) → 1 and D(G(z)) → 0.
    case overpowered
    /// A loss that has left the range in which the networks learn from it.
    case railed
    /// Ever fewer of the real images are reached.
    case coverage
    /// The samples look ever more alike.
    case similarity
  }

  /// Whether the losses are cross entropies, so that D(x) and D(G(z)) are probabilities.
  private let isCrossEntropy: Bool
  /// The similarity of pairs of real images, if it is measured.
  private let realSimilarity: Double?
  /// Of what is watched at every iteration.
  var averages: [String: Double] = [:]
  /// How many iterations these are of.
  var observed = 0
  /// The most coverage so far.
  var bestCoverage = 0.0
  /// The least similarity so far; infinite before the first evaluation.
  var leastSimilarity = Double.infinity
  /// Of what a warning was given, and is not over.
  var given: Set<Sign> = []

  /// What is watched at every iteration.
  static let watched = [
    GANLog.realProbability, GANLog.fakeProbability, GANLog.generatorLoss, GANLog.discriminatorLoss,
  ]
  private static let decay = 0.98
  private static let leastObserved = 100

  /// A watch that has seen nothing.
  package init(isCrossEntropy: Bool, realSimilarity: Double?) {
    (self.isCrossEntropy, self.realSimilarity) = (isCrossEntropy, realSimilarity)
  }

  /// Takes in what an iteration saw, and returns new warnings.
  package mutating func observe(_ seen: Observation) -> [CollapseWarning] {
    observed += 1
    for name in Self.watched {
      guard let value = seen[name] else { continue }
      averages[name] = Self.decay * (averages[name] ?? value) + (1 - Self.decay) * value
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

  /// Takes in an evaluation, and returns new warnings.
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

/// A sign that a training is going wrong.
public enum CollapseWarning: Equatable, Sendable {
  /// The discriminator tells nearly all images apart: averages of D(x) and D(G(z)) as probabilities.
  case overpoweringDiscriminator(real: Double, fake: Double)
  /// A loss is saturated or diverging: averages of both.
  case saturatedLoss(generator: Double, discriminator: Double)
  /// The generator leaves out ever more of the data: the best coverage so far, and the present one.
  case fallingCoverage(from: Double, to: Double)
  /// Samples look ever more alike: the least similarity of pairs so far, the present one and that of real
  /// images, if it was measured.
  case growingSimilarity(from: Double, to: Double, ofReal: Double?)
}
