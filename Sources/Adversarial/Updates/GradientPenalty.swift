public import TensorCore

/// A penalty on the gradients of the discriminator's logits with respect to images; its own gradient takes
/// second derivatives.
///
/// The discriminator sees the images in its current mode and in a separate pass: batch normalization and
/// noise act as on any batch. Batch normalization mixes the images of a batch, which the papers' per-image
/// gradients do not account for.
public protocol GradientPenalty {
  /// The penalty.
  ///
  /// - Parameters:
  ///   - discriminator: Maps images to logits.
  ///   - real: Real images.
  ///   - fake: As many generated images.
  /// - Returns: A scalar, recorded for the discriminator's parameters.
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

/// The squared norm of the logit's gradient for each image, `[N]`, which can be differentiated again.
func squaredGradientNorms(of discriminator: any Discriminator, at examples: Examples) -> Tensor {
  let images = examples.images.detached.tracked
  let found = gradients(
    of: discriminator(images, examples.condition).sum(),
    withRespectTo: [images],
    createsGraph: true
  )[0]
  return found.squared.sum(along: Array(1..<images.rank))
}
