internal import Optimizers
internal import TensorCore

/// A discriminator's logits of real and of generated images, and its loss.
struct DiscriminatorOutput {
  let realLogits: Tensor
  let fakeLogits: Tensor
  private let isRelativistic: Bool
  /// The discriminator's loss.
  let loss: Tensor
  /// What the penalties add to it.
  let penalty: Tensor
  /// The gradients of the loss with respect to the optimizer's parameters, where they are known already.
  let gradients: [Tensor]?

  /// The loss of given logits, penalties included, times `scale`: penalties keep their weight relative to the
  /// objective.
  ///
  /// A relativistic objective has one mean already, and is not scaled.
  init(
    of training: GANTraining,
    real: (examples: Examples, logits: DiscriminatorLogits),
    fake: (examples: Examples, logits: DiscriminatorLogits),
    scale: Float = 1
  ) {
    (realLogits, fakeLogits) = (real.logits.source, fake.logits.source)
    isRelativistic = training.objective.isRelativistic
    gradients = nil
    let loss = training.withClassification(
      of: real.logits,
      real.examples.condition,
      training.objective.discriminatorLoss(
        real: realLogits,
        fake: fakeLogits,
        labelSmoothing: training.regularization.labelSmoothing
      )
    )
    let (penalties, share) = training.nextPenalties
    let values = penalties.map { penalty in
      let value = penalty(
        of: training.discriminator,
        real: real.examples,
        fake: fake.examples.detached
      )
      return share == 1 ? value : value * share
    }
    let whole = values.reduce(loss, +)
    let factor = isRelativistic ? 1 : scale
    self.loss = factor == 1 ? whole : whole * factor
    penalty = values.map(\.detached).reduce(Tensor(0)) { $0 + $1 * factor }
  }

  /// The same values, detached from the tape.
  var detached: DiscriminatorOutput {
    DiscriminatorOutput(
      realLogits: realLogits.detached,
      fakeLogits: fakeLogits.detached,
      isRelativistic: isRelativistic,
      loss: loss.detached,
      penalty: penalty
    )
  }

  /// The mean of σ(D(x)), or of what the objective has in its place.
  var realProbability: Tensor {
    let logits = realLogits.detached
    return sigmoid(isRelativistic ? logits - fakeLogits.detached : logits).mean()
  }

  /// The mean of σ(D(G(z))), or of what the objective has in its place.
  var fakeProbability: Tensor {
    let logits = fakeLogits.detached
    return sigmoid(isRelativistic ? logits - realLogits.detached : logits).mean()
  }

  /// The mean sign of D(x), or of what the objective has in its place.
  var realSign: Tensor {
    let logits = realLogits.detached
    return (isRelativistic ? logits - fakeLogits.detached : logits).sign.mean()
  }

  /// What is known already.
  init(
    realLogits: Tensor,
    fakeLogits: Tensor,
    isRelativistic: Bool,
    loss: Tensor,
    penalty: Tensor,
    gradients: [Tensor]? = nil
  ) {
    (self.realLogits, self.fakeLogits) = (realLogits, fakeLogits)
    (self.isRelativistic, self.loss, self.gradients) = (isRelativistic, loss, gradients)
    self.penalty = penalty
  }
}
