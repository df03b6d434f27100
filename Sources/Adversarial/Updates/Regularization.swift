/// What keeps a discriminator from being too sure of itself; nothing, unless said otherwise.
public struct Regularization {
  /// What the label of real images is short of 1.
  public var labelSmoothing: Float
  /// What the discriminator is penalized for besides.
  public var penalties: [any GradientPenalty]

  /// Smoothing of labels and gradient penalties.
  public init(labelSmoothing: Float = 0, penalties: [any GradientPenalty] = []) {
    self.labelSmoothing = labelSmoothing
    self.penalties = penalties
  }
}
