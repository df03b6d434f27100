internal import NeuralNetworks
internal import TensorCore

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

/// A discriminator that has been asked about real and generated images.
struct Judgement {
  let realLogits: Tensor
  let fakeLogits: Tensor
  /// What the discriminator is to minimise.
  let loss: Tensor

  /// The loss of given logits, times `scale`: penalties keep their weight beside the objective.
  init(
    of discriminator: any Layer,
    real: (images: Tensor, logits: Tensor),
    fake: (images: Tensor, logits: Tensor),
    _ objective: Objective,
    _ regularization: Regularization,
    scale: Float = 1
  ) {
    (realLogits, fakeLogits) = (real.logits, fake.logits)
    let loss = objective.discriminatorLoss(
      real: real.logits,
      fake: fake.logits,
      labelSmoothing: regularization.labelSmoothing
    )
    let whole = regularization.penalties.reduce(loss) { sum, penalty in
      sum + penalty(of: discriminator, real: real.images, fake: fake.images.detached)
    }
    self.loss = scale == 1 ? whole : whole * scale
  }
}
