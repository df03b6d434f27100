internal import Adversarial
internal import Datasets
public import Imaging
internal import NeuralNetworks
import Preconditions
public import Recipes
internal import TensorCore

/// Inpainting: fills holes in images with the generator.
///
/// The latent vector ẑ minimizes the contextual loss Σ W·|G(z) − y| / Σ W, where y is the image and W the
/// share of missing pixels around a known one, plus λ times the prior loss, which is the recipe's generator
/// loss. The missing pixels are then those of G(ẑ), blended with the known ones.
///
/// Where the paper sums, this takes a mean, so that λ means the same for all sizes of images and holes; and
/// the paper's prior is always log(1 − D(G(z))), that of the minimax objective.
///
/// Source: Yeh et al. 2016, "Semantic Image Inpainting with Deep Generative Models", arXiv:1607.07539.
public struct Completion: Reconstruction {
  /// The networks.
  public let checkpoint: GeneratorCheckpoint
  /// The discriminator of the prior loss, if there is one.
  private let discriminator: (any Discriminator)?
  private let mask: CompletionMask
  private let settings: CompletionSettings

  /// Inpainting with the networks of a checkpoint.
  ///
  /// - Throws: `RecipeProblem` if the settings are not valid; `FileProblem` if there is a prior loss but no
  ///   discriminator.
  /// - Precondition: The mask has the size of the recipe's images.
  public init(
    of mask: CompletionMask,
    in checkpoint: GeneratorCheckpoint,
    _ settings: CompletionSettings = CompletionSettings()
  ) throws {
    let shape = checkpoint.recipe.image
    require(
      mask.height == shape.height && mask.width == shape.width,
      "Completion: a mask of \(mask.height)×\(mask.width) for images of \(shape)"
    )
    try settings.validate()
    discriminator = settings.priorWeight > 0 ? try checkpoint.discriminator() : nil
    (self.mask, self.checkpoint, self.settings) = (mask, checkpoint, settings)
  }

  /// Fills the missing pixels of an image; the error is that of the filling alone.
  ///
  /// - Throws: `FileProblem` if the networks produce only infinities.
  /// - Precondition: The image has the size of the mask. Its missing pixels are ignored.
  public func callAsFunction(
    _ target: TargetImage,
    progress: (_ steps: Int, _ leastLoss: Double) throws -> Void
  ) throws -> ReconstructedImage {
    let range = checkpoint.recipe.pixelRange
    let wanted = target.tensor(in: range)
    let search = LatentSearch(in: checkpoint.sampler, settings.search)
    let found = try search.run(loss: { loss(against: wanted, $0) }, progress: progress)
    guard let found else { throw checkpoint.isNotFinite("losses") }
    let values = filled(wanted.scalars, from: found.input)
    let error = ReconstructionError(
      of: values,
      from: wanted.scalars,
      span: range.span,
      counting: mask.repeated(channels: target.image.channels)
    )
    return ReconstructedImage(of: target, found, values: values, error: error)
  }

  /// The image, and its known pixels.
  public func images(before reconstruction: ReconstructedImage) -> [Image] {
    [reconstruction.target.image, mask.masked(reconstruction.target.image)]
  }

  /// The image filled with a sample, without blending.
  public func shown(_ values: [Float], of reconstruction: ReconstructedImage) -> [Float] {
    let range = checkpoint.recipe.pixelRange
    return mask.filled(reconstruction.target.tensor(in: range).scalars, with: values)
  }

  /// `known` with the missing values from the sample of an input, `[H, W, C]`.
  private func filled(_ known: [Float], from input: GeneratorInput) -> [Float] {
    let recipe = checkpoint.recipe
    var filling = checkpoint.sampler.generate(from: input).scalars
    if settings.blends {
      let blend = PoissonBlending(mask)
      filling = blend(filling, into: known, channels: recipe.image.channels)
    }
    let bright: Float = 1
    return mask.filled(
      known,
      with: filling.map { min(max($0, bright - recipe.pixelRange.span), bright) }
    )
  }

  private func loss(against target: Tensor, _ condition: Condition) -> (Tensor) -> Tensor {
    let weights = mask.weights(window: settings.window)
    let recipe = checkpoint.recipe
    // Weights that sum to 1 over pixels and channels, as shares of the pixel range.
    let sum = weights.reduce(0, +) * Float(recipe.image.channels) * recipe.pixelRange.span
    let scaled = Tensor(weights.map { $0 / sum }, shape: [1, mask.height, mask.width, 1])
    let priorWeight = settings.priorWeight
    return { images in
      let contextual = ((images - target).absolute * scaled).sum(along: [1, 2, 3])
      guard let discriminator else { return contextual }
      let logits = discriminator(images, condition).reshaped(to: contextual.shape)
      return contextual + recipe.objective.generatorLosses(fake: logits) * priorWeight
    }
  }
}
