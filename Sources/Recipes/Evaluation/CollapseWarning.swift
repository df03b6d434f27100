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
