internal import Datasets
internal import Imaging
internal import NeuralNetworks
internal import TensorCore

/// Fills holes in pictures with what a generator would have made there.
///
/// The latent vector ẑ minimises the contextual loss Σ W·|G(z) − y| / Σ W, where y is the picture and W the share
/// of missing pixels around a known one, plus λ times what the recipe's generator minimises against its
/// discriminator: the prior loss. The missing pixels are then G(ẑ)'s, fitted to the others.
///
/// The paper sums where this takes a mean, so that λ means the same for all sizes of pictures and holes; and its
/// prior is log(1 − D(G(z))), the minimax objective's, whatever the networks learned by.
///
/// Source: Yeh et al. 2016, "Semantic Image Inpainting with Deep Generative Models", arXiv:1607.07539.
public struct Completion {
  /// What a picture became.
  public struct Result {
    /// The whole picture.
    public let target: TargetPicture
    /// What was missing.
    public let mask: CompletionMask
    /// The latent vector found.
    public let z: [Float]
    /// Its loss.
    public let loss: Double
    /// The start that led to it, 1 being the first.
    public let start: Int
    /// How far the filling is from what was there, over the missing pixels alone.
    public let error: ReconstructionError
    /// The filled picture, `[H, W, C]` in the recipe's range.
    let values: [Float]
    /// Latent vectors on the way.
    let way: [[Float]]
  }

  let checkpoint: GeneratorCheckpoint
  private let settings: CompletionSettings

  /// Completion by the networks of a checkpoint.
  ///
  /// - Throws: `RecipeProblem` where the settings make no sense; `FileProblem` where there is to be a prior
  ///   loss and there is no discriminator.
  public init(
    in checkpoint: GeneratorCheckpoint,
    _ settings: CompletionSettings = CompletionSettings()
  ) throws {
    try settings.validate()
    if settings.priorWeight > 0 { try checkpoint.readDiscriminator() }
    (self.checkpoint, self.settings) = (checkpoint, settings)
  }

  /// A picture whose missing pixels are filled.
  ///
  /// - Parameters:
  ///   - target: A picture of the recipe's shape; what is missing is not looked at.
  ///   - mask: What is missing.
  ///   - progress: Called after each step with the number of steps done and the least loss so far.
  /// - Returns: The filled picture.
  /// - Throws: `FileProblem` where the generator makes nothing but infinities.
  /// - Precondition: The mask is of the picture's size.
  public func callAsFunction(
    _ target: TargetPicture,
    _ mask: CompletionMask,
    progress: (_ steps: Int, _ leastLoss: Double) -> Void = { _, _ in }
  ) throws -> Result {
    let players = checkpoint.players
    let range = players.recipe.pixelRange
    require(
      mask.height == target.image.height && mask.width == target.image.width,
      "Completion: a mask of \(mask.height)×\(mask.width) for another picture"
    )
    let wanted = target.tensor(in: range)
    let search = LatentSearch(in: players, settings.search)
    let found = try search.run(loss: loss(against: wanted, mask), progress: progress)
    guard let found else { throw checkpoint.hasNoFiniteImages }
    let values = filled(wanted.scalars, mask, from: found.z)
    return Result(
      target: target,
      mask: mask,
      z: found.z,
      loss: found.loss,
      start: found.start,
      error: ReconstructionError(
        of: values,
        from: wanted.scalars,
        span: range.span,
        counting: mask.repeated(channels: target.image.channels)
      ),
      values: values,
      way: found.way
    )
  }

  /// `known` with the missing values from the image of `z`, `[H, W, C]`.
  private func filled(_ known: [Float], _ mask: CompletionMask, from z: [Float]) -> [Float] {
    let recipe = checkpoint.players.recipe
    var filling = checkpoint.players.generate(from: Tensor(z, shape: [1, z.count])).scalars
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

  private func loss(against target: Tensor, _ mask: CompletionMask) -> (Tensor) -> Tensor {
    let players = checkpoint.players
    let weights = mask.weights(window: settings.window)
    let recipe = players.recipe
    // Shares of the range, whose weights add up to 1 over pixels and channels.
    let sum = weights.reduce(0, +) * Float(recipe.image.channels) * recipe.pixelRange.span
    let scaled = Tensor(weights.map { $0 / sum }, shape: [1, mask.height, mask.width, 1])
    let priorWeight = settings.priorWeight
    return { images in
      let contextual = ((images - target).absolute * scaled).sum(along: [1, 2, 3])
      guard priorWeight > 0 else { return contextual }
      let verdicts = players.discriminator(images).reshaped(to: contextual.shape)
      return contextual + recipe.objective.generatorLosses(fake: verdicts) * priorWeight
    }
  }
}
