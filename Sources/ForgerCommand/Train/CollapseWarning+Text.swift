import Recipes
import Terminal

extension CollapseWarning {
  /// What was seen, and what to do about it.
  var text: String { "\(finding); consider \(advice)" }

  private var finding: String {
    switch self {
    case .overpoweringDiscriminator(let real, let fake):
      "the discriminator tells nearly all apart (D(x) \(short(real)), D(G(z)) \(short(fake)))"
    case .saturatedLoss(let generator, let discriminator):
      """
      a loss is saturated or diverging (gen/loss \(short(generator)), dis/loss \
      \(short(discriminator)))
      """
    case .fallingCoverage(let best, let now):
      """
      coverage fell from \(short(best)) to \(short(now)): the generator leaves out ever more of the \
      data
      """
    case .growingSimilarity(let least, let now, let real):
      """
      samples look ever more alike (MS-SSIM of pairs \(short(least)) before, \(short(now)) now\
      \(real.map { ", \(short($0)) of real images" } ?? ""))
      """
    }
  }

  private var advice: String {
    switch self {
    case .overpoweringDiscriminator:
      "a lower learning rate for it, --r1 1, --label-smoothing 0.1, or a wider generator"
    case .saturatedLoss: "to go back to gen_best.npz, and lower learning rates or --r1 1"
    case .fallingCoverage:
      "gen_best.npz, and for the next run --average 0.999, --r1 1 or a larger --batch-size"
    case .growingSimilarity:
      "gen_best.npz, and for the next run --average 0.999, --r1 1 or other learning rates"
    }
  }

  private func short(_ value: Double) -> String { NumberText.general(value, digits: 3) }
}
