internal import Archives
internal import TensorCore

/// Finds the latent vectors whose images are nearest to given pictures.
///
/// Source: Lipton and Tripathi 2017, "Precise Recovery of Latent Vectors from Generative Adversarial
/// Networks", arXiv:1702.04782; Creswell and Bharath 2018, "Inverting the Generator of a GAN".
public struct Projection {
  /// What was found for a picture.
  public struct Result {
    /// The picture.
    public let target: TargetPicture
    /// The latent vector found.
    public let z: [Float]
    /// Its loss.
    public let loss: Double
    /// The start that led to it, 1 being the first.
    public let start: Int
    /// How far its image is from the picture, before it is rounded to bytes.
    public let error: ReconstructionError
    /// The image, `[H, W, C]` in the recipe's range.
    let values: [Float]
    /// Latent vectors on the way.
    let way: [[Float]]
  }

  let checkpoint: GeneratorCheckpoint
  private let distance: ImageDistance
  private let settings: SearchSettings

  /// A search in the generator of a checkpoint.
  ///
  /// - Throws: `RecipeProblem` where the settings make no sense; `FileProblem` where the distance needs a
  ///   discriminator and there is none.
  public init(
    in checkpoint: GeneratorCheckpoint,
    by distance: ImageDistance = .l2,
    _ settings: SearchSettings = SearchSettings()
  ) throws {
    try settings.validate()
    if distance == .features { try checkpoint.readDiscriminator() }
    (self.checkpoint, self.distance, self.settings) = (checkpoint, distance, settings)
  }

  /// The latent vector of a picture.
  ///
  /// It depends on the picture and the settings alone, not on what was searched before.
  ///
  /// - Parameters:
  ///   - target: A picture of the recipe's shape.
  ///   - progress: Called after each step with the number of steps done and the least loss so far.
  /// - Returns: What was found.
  /// - Throws: `FileProblem` where the generator makes nothing but infinities.
  public func callAsFunction(
    _ target: TargetPicture,
    progress: (_ steps: Int, _ leastLoss: Double) -> Void = { _, _ in }
  ) throws -> Result {
    let players = checkpoint.players
    let range = players.recipe.pixelRange
    let wanted = target.tensor(in: range)
    let found = try LatentSearch(in: players, settings).run(
      loss: distance.loss(against: wanted, in: players.discriminator),
      progress: progress
    )
    guard let found else { throw checkpoint.hasNoFiniteImages }
    let values = players.generate(from: Tensor(found.z, shape: [1, found.z.count])).scalars
    return Result(
      target: target,
      z: found.z,
      loss: found.loss,
      start: found.start,
      error: ReconstructionError(of: values, from: wanted.scalars, span: range.span),
      values: values,
      way: found.way
    )
  }
}

extension GeneratorCheckpoint {
  /// The problem of weights that lead to infinities.
  var hasNoFiniteImages: FileProblem {
    FileProblem(
      path,
      found: "makes images that are not finite",
      expected: "networks whose weights are of a sensible size"
    )
  }
}
