public import TensorCore

/// What the discriminator is penalized for besides: a loss of the gradients of its logits with respect to
/// images, so that its own gradient takes second derivatives.
///
/// The discriminator sees the images in the mode that it is in, in a pass of their own: batch
/// normalization and noise act there as they do on any batch. Batch normalization mixes the images of
/// a batch, which the papers' gradients of single images do not allow for.
public protocol GradientPenalty {
  /// The penalty.
  ///
  /// - Parameters:
  ///   - discriminator: Maps images to logits.
  ///   - real: Real images.
  ///   - fake: As many generated ones.
  /// - Returns: A scalar on the tape of the discriminator's parameters.
  func callAsFunction(
    of discriminator: any Discriminator,
    real: Examples,
    fake: Examples
  ) -> Tensor
}

extension GradientPenalty {
  /// The penalty of an unconditional discriminator at images `[N, H, W, C]`.
  public func callAsFunction(
    of discriminator: any Discriminator,
    real: Tensor,
    fake: Tensor
  ) -> Tensor {
    self(of: discriminator, real: Examples(real), fake: Examples(fake))
  }
}

/// For each image the squared norm of its logit's gradient, `[N]`, to be differentiated again.
func squaredGradientNorms(of discriminator: any Discriminator, at examples: Examples) -> Tensor {
  let images = examples.images.detached.tracked
  let found = gradients(
    of: discriminator(images, examples.condition).sum(),
    withRespectTo: [images],
    createsGraph: true
  )[0]
  return found.squared.sum(along: Array(1..<images.rank))
}
