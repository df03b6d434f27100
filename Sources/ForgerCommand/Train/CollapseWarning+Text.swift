import Recipes
import Terminal

extension CollapseWarning {
  /// The finding and the advice.
  var text: String { "\(finding); consider \(advice)" }

  private var finding: String {
    switch self {
    case .overpoweringDiscriminator(let real, let fake):
      "the discriminator tells real and generated images apart almost perfectly (D(x) \(short(real)), D(G(z)) \(short(fake)))"
    case .saturatedLoss(let generator, let discriminator):
      """
      a loss is saturated or diverging (gen/loss \(short(generator)), dis/loss \
      \(short(discriminator)))
      """
    case .fallingCoverage(let best, let now):
      """
      coverage fell from \(short(best)) to \(short(now)): the generator covers less and less of the \
      data
      """
    case .growingSimilarity(let least, let now, let real):
      """
      samples look more and more alike (MS-SSIM of pairs \(short(least)) before, \(short(now)) now\
      \(real.map { ", \(short($0)) of real images" } ?? ""))
      """
    }
  }

  private var advice: String {
    switch self {
    case .overpoweringDiscriminator:
      "a lower learning rate for it, --r1 1, --label-smoothing 0.1, or a wider generator"
    case .saturatedLoss: "returning to gen_best.npz, with lower learning rates or --r1 1"
    case .fallingCoverage:
      "gen_best.npz, and for the next run --average 0.999, --r1 1 or a larger --batch-size"
    case .growingSimilarity:
      "gen_best.npz, and for the next run --average 0.999, --r1 1 or other learning rates"
    }
  }

  private func short(_ value: Double) -> String { NumberText.general(value, digits: 3) }
}
