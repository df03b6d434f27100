public import Optimizers

/// What keeps a discriminator from being too sure of itself; nothing, unless said otherwise.
public struct Regularization {
  /// What the label of real images is short of 1.
  public var labelSmoothing: Float
  /// What the discriminator is penalized for besides.
  public var penalties: [any GradientPenalty]
  /// How the penalties' weights change with the discriminator's steps.
  public var penaltySchedule: LearningRateSchedule

  /// Smoothing of labels and gradient penalties.
  public init(
    labelSmoothing: Float = 0,
    penalties: [any GradientPenalty] = [],
    penaltySchedule: LearningRateSchedule = .constant
  ) {
    self.labelSmoothing = labelSmoothing
    self.penalties = penalties
    self.penaltySchedule = penaltySchedule
  }
}
