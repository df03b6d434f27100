internal import Terminal
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
  package mutating func observe(_ seen: Observation) -> [String] {
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
    let overpowered = Self.text(
      "the discriminator tells nearly all apart (D(x) \(Self.short(real)), D(G(z)) \(Self.short(fake)))",
      "a lower learning rate for it, --r1 1, --label-smoothing 0.1, or a wider generator"
    )
    let railed = Self.text(
      "a loss is at the rails (gen/loss \(Self.short(generator)), dis/loss \(Self.short(discriminator)))",
      "to go back to gen_best.npz, and lower learning rates or --r1 1"
    )
    return [
      update(.overpowered, real > 0.97 && fake < 0.03, real < 0.9 || fake > 0.1, overpowered),
      update(
        .railed,
        generator > 12 || discriminator < 1e-3,
        generator < 8 && discriminator > 1e-2,
        railed
      ),
    ].compactMap(\.self)
  }

  /// Takes in an evaluation, and returns new warnings.
  package mutating func evaluate(_ found: Observation) -> [String] {
    var warnings: [String?] = []
    if let coverage = found["coverage"] {
      let text = Self.text(
        """
        coverage fell from \(Self.short(bestCoverage)) to \(Self.short(coverage)): the generator \
        leaves out ever more of the data
        """,
        "gen_best.npz, and for the next run --average 0.999, --r1 1 or a larger --batch-size"
      )
      let fell = bestCoverage > 0.05 && coverage < 0.5 * bestCoverage
      warnings.append(update(.coverage, fell, coverage > 0.75 * bestCoverage, text))
      bestCoverage = max(bestCoverage, coverage)
    }
    if let similarity = found["similarity"] {
      let text = Self.text(
        """
        samples look ever more alike (MS-SSIM of pairs \(Self.short(leastSimilarity)) before, \
        \(Self.short(similarity)) now\(realSimilarity.map { ", \(Self.short($0)) of real images" } ?? ""))
        """,
        "gen_best.npz, and for the next run --average 0.999, --r1 1 or other learning rates"
      )
      let floor = max(leastSimilarity, realSimilarity ?? 0)
      let isAlike = leastSimilarity.isFinite && similarity > floor + 0.2
      warnings.append(update(.similarity, isAlike, similarity < floor + 0.1, text))
      leastSimilarity = min(leastSimilarity, similarity)
    }
    return warnings.compactMap(\.self)
  }

  private mutating func update(
    _ sign: Sign,
    _ isThere: Bool,
    _ isOver: Bool,
    _ text: String
  ) -> String? {
    if isOver { given.remove(sign) }
    return isThere && given.insert(sign).inserted ? text : nil
  }

  private static func text(_ what: String, _ advice: String) -> String {
    "\(what); consider \(advice)"
  }

  private static func short(_ value: Double) -> String { NumberText.general(value, digits: 3) }
}
