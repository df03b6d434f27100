/// Additional terms of the discriminator's loss; none by default.
public struct Regularization {
  /// Real labels are 1 minus this.
  public var labelSmoothing: Float
  /// The gradient penalties.
  public var penalties: [any GradientPenalty]

  /// Label smoothing and gradient penalties.
  public init(labelSmoothing: Float = 0, penalties: [any GradientPenalty] = []) {
    self.labelSmoothing = labelSmoothing
    self.penalties = penalties
  }
}
