internal import TensorCore

/// What a discriminator found in real and generated images.
struct Judgement {
  let realLogits: Tensor
  let fakeLogits: Tensor
  /// What the discriminator is to minimise.
  let loss: Tensor

  /// The loss of given logits, penalties included, times `scale`: penalties keep their weight beside the
  /// objective.
  init(
    in game: Game,
    real: (images: Tensor, logits: Tensor),
    fake: (images: Tensor, logits: Tensor),
    scale: Float = 1
  ) {
    (realLogits, fakeLogits) = (real.logits, fake.logits)
    let loss = game.objective.discriminatorLoss(
      real: real.logits,
      fake: fake.logits,
      labelSmoothing: game.regularization.labelSmoothing
    )
    let whole = game.regularization.penalties.reduce(loss) { sum, penalty in
      sum + penalty(of: game.discriminator, real: real.images, fake: fake.images.detached)
    }
    self.loss = scale == 1 ? whole : whole * scale
  }

  /// The same numbers, off the tape.
  var detached: Judgement {
    Judgement(
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
