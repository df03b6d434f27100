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
