internal import TensorCore

/// A penalty of nothing but the squared norms of the gradients at real or at generated images: R1 or R2.
package protocol ZeroCenteredPenalty: GradientPenalty {
  /// Where the gradients are taken.
  var place: PenaltyPlace { get }
  /// The weight γ.
  var gamma: Float { get }
}

/// The images that a penalty looks at.
package enum PenaltyPlace: Sendable {
  /// Real ones.
  case real
  /// Generated ones.
  case generated
}

extension ZeroCenteredPenalty {
  /// γ/2 of the mean of squared norms, `[N]`.
  func value(ofSquaredNorms norms: Tensor) -> Tensor { norms.mean() * (gamma / 2) }
}
