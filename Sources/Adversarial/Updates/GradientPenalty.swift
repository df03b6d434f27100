public import NeuralNetworks
public import TensorCore

/// What the discriminator is charged for its slopes: a loss of the gradients of its logits with respect
/// to images, so that its own gradient takes second derivatives.
///
/// The discriminator sees the images in the mode that it is in, in a pass of their own: batch
/// normalisation and noise act there as they do on any batch. Batch normalisation mixes the images of
/// a batch, which the papers' slopes of single images do not allow for.
public protocol GradientPenalty {
  /// The penalty.
  ///
  /// - Parameters:
  ///   - discriminator: Maps images to logits.
  ///   - real: Images `[N, H, W, C]`.
  ///   - fake: As many generated images.
  /// - Returns: A scalar on the tape of the discriminator's parameters.
  func callAsFunction(of discriminator: any Layer, real: Tensor, fake: Tensor) -> Tensor
}

/// For each image the sum of the squares of its logit's gradient, `[N]`, to be differentiated again.
func squaredSlopes(of discriminator: any Layer, at images: Tensor) -> Tensor {
  let images = images.detached.tracked
  let slopes = gradients(
    of: discriminator(images).sum(),
    withRespectTo: [images],
    createsGraph: true
  )[0]
  return slopes.squared.sum(along: Array(1..<images.rank))
}
