internal import TensorCore

/// A discriminator's logits of real and of generated images, and its loss.
struct DiscriminatorOutput {
  let realLogits: Tensor
  let fakeLogits: Tensor
  /// The discriminator's loss.
  let loss: Tensor

  /// The loss of given logits, penalties included, times `scale`: penalties keep their weight relative to the
  /// objective.
  init(
    of training: GANTraining,
    real: (examples: Examples, logits: Tensor),
    fake: (examples: Examples, logits: Tensor),
    scale: Float = 1
  ) {
    (realLogits, fakeLogits) = (real.logits, fake.logits)
    let loss = training.objective.discriminatorLoss(
      real: real.logits,
      fake: fake.logits,
      labelSmoothing: training.regularization.labelSmoothing
    )
    let whole = training.regularization.penalties.reduce(loss) { sum, penalty in
      sum
        + penalty(
          of: training.discriminator,
          real: real.examples,
          fake: fake.examples.detached
        )
    }
    self.loss = scale == 1 ? whole : whole * scale
  }

  /// The same values, detached from the tape.
  var detached: DiscriminatorOutput {
    DiscriminatorOutput(
      realLogits: realLogits.detached,
      fakeLogits: fakeLogits.detached,
      loss: loss.detached
    )
  }

  private init(realLogits: Tensor, fakeLogits: Tensor, loss: Tensor) {
    self.realLogits = realLogits
    self.fakeLogits = fakeLogits
    self.loss = loss
  }
}
