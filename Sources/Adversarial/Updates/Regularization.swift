/// What keeps a discriminator from being too sure of itself; nothing, unless said otherwise.
public struct Regularization {
  /// What the label of real images is short of 1.
  public var labelSmoothing: Float
  /// What the discriminator is charged for its slopes.
  public var penalties: [any GradientPenalty]

  /// Smoothing of labels and penalties on slopes.
  public init(labelSmoothing: Float = 0, penalties: [any GradientPenalty] = []) {
    self.labelSmoothing = labelSmoothing
    self.penalties = penalties
  }
}
