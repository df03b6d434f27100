internal import Adversarial
internal import Datasets
public import Imaging
internal import NeuralNetworks
import Preconditions
public import Recipes
internal import TensorCore

/// Fills holes in pictures with what a generator would have made there.
///
/// The latent vector ẑ minimizes the contextual loss Σ W·|G(z) − y| / Σ W, where y is the picture and W the share
/// of missing pixels around a known one, plus λ times what the recipe's generator minimizes against its
/// discriminator: the prior loss. The missing pixels are then G(ẑ)'s, fitted to the others.
///
/// The paper sums where this takes a mean, so that λ means the same for all sizes of pictures and holes; and its
/// prior is log(1 − D(G(z))), the minimax objective's, whatever the networks learned by.
///
/// Source: Yeh et al. 2016, "Semantic Image Inpainting with Deep Generative Models", arXiv:1607.07539.
public struct Completion: Reconstruction {
  /// The networks.
  public let checkpoint: GeneratorCheckpoint
  /// The discriminator of the prior loss, if there is to be one.
  private let discriminator: (any Discriminator)?
  private let mask: CompletionMask
  private let settings: CompletionSettings

  /// Completion by the networks of a checkpoint.
  ///
  /// - Throws: `RecipeProblem` where the settings make no sense; `FileProblem` where there is to be a prior
  ///   loss and there is no discriminator.
  /// - Precondition: The mask, which says what is missing, is of the size of the recipe's pictures.
  public init(
    of mask: CompletionMask,
    in checkpoint: GeneratorCheckpoint,
    _ settings: CompletionSettings = CompletionSettings()
  ) throws {
    let shape = checkpoint.recipe.image
    require(
      mask.height == shape.height && mask.width == shape.width,
      "Completion: a mask of \(mask.height)×\(mask.width) for pictures of \(shape)"
    )
    try settings.validate()
    discriminator = settings.priorWeight > 0 ? try checkpoint.discriminator() : nil
    (self.mask, self.checkpoint, self.settings) = (mask, checkpoint, settings)
  }

  /// A picture whose missing pixels are filled; the error is that of the filling alone.
  ///
  /// - Throws: `FileProblem` where the networks make nothing but infinities.
  /// - Precondition: The picture is of the mask's size. What is missing is not looked at.
  public func callAsFunction(
    _ target: TargetPicture,
    progress: (_ steps: Int, _ leastLoss: Double) -> Void
  ) throws -> ReconstructedPicture {
    let range = checkpoint.recipe.pixelRange
    let wanted = target.tensor(in: range)
    let search = LatentSearch(in: checkpoint.sampler, settings.search)
    let found = try search.run(loss: loss(against: wanted, search.condition), progress: progress)
    guard let found else { throw checkpoint.isNotFinite("losses") }
    let values = filled(wanted.scalars, from: found.input)
    let error = ReconstructionError(
      of: values,
      from: wanted.scalars,
      span: range.span,
      counting: mask.repeated(channels: target.image.channels)
    )
    return ReconstructedPicture(of: target, found, values: values, error: error)
  }

  /// The picture, and what of it is known.
  public func pictures(before reconstruction: ReconstructedPicture) -> [Image] {
    [reconstruction.target.image, mask.masked(reconstruction.target.image)]
  }

  /// The picture filled with an image, without blending.
  public func shown(_ values: [Float], of reconstruction: ReconstructedPicture) -> [Float] {
    let range = checkpoint.recipe.pixelRange
    return mask.filled(reconstruction.target.tensor(in: range).scalars, with: values)
  }

  /// `known` with the missing values from the image of an input, `[H, W, C]`.
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
    // Shares of the range, whose weights add up to 1 over pixels and channels.
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
