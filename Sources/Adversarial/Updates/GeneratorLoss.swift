internal import TensorCore

/// A generator's loss.
struct GeneratorLoss {
  /// All of it, which gradients are taken of.
  let whole: Tensor
  /// What the generator's own loss adds to it, detached from the tape; see `GuidedGenerator`.
  let own: Tensor?

  /// The loss of an objective, and what the generator's own adds to it.
  init(_ objective: Tensor, own: Tensor?) {
    whole = own.map { objective + $0 } ?? objective
    self.own = own?.detached
  }

  private init(whole: Tensor, own: Tensor?) { (self.whole, self.own) = (whole, own) }

  /// The same values, detached from the tape.
  var detached: GeneratorLoss { GeneratorLoss(whole: whole.detached, own: own) }

  /// The share of a part of the images.
  static func * (_ loss: GeneratorLoss, _ share: Float) -> GeneratorLoss {
    GeneratorLoss(whole: loss.whole * share, own: loss.own.map { $0 * share })
  }

  /// The sum of two parts.
  static func + (_ one: GeneratorLoss, _ other: GeneratorLoss) -> GeneratorLoss {
    let own = one.own.flatMap { first in other.own.map { first + $0 } }
    return GeneratorLoss(whole: one.whole + other.whole, own: own ?? one.own ?? other.own)
  }
}
