internal import Adversarial
public import Imaging
public import Recipes
internal import TensorCore

/// GAN inversion: finds the latent vectors whose samples are nearest to given images.
///
/// Source: Lipton and Tripathi 2017, "Precise Recovery of Latent Vectors from Generative Adversarial
/// Networks", arXiv:1702.04782; Creswell and Bharath 2018, "Inverting the Generator of a GAN".
public struct Projection: Reconstruction {
  /// The generator.
  public let checkpoint: GeneratorCheckpoint
  /// The discriminator whose features are compared, if any.
  private let discriminator: (any Discriminator)?
  private let distance: ImageDistance
  private let settings: SearchSettings

  /// Projection with the generator of a checkpoint.
  ///
  /// - Throws: `RecipeProblem` if the settings are not valid; `FileProblem` if the distance needs a
  ///   discriminator and there is none.
  public init(
    in checkpoint: GeneratorCheckpoint,
    by distance: ImageDistance = .l2,
    _ settings: SearchSettings = SearchSettings()
  ) throws {
    try settings.validate()
    discriminator = distance == .features ? try checkpoint.discriminator() : nil
    (self.checkpoint, self.distance, self.settings) = (checkpoint, distance, settings)
  }

  /// Finds the latent vector of an image, and the sample that the generator makes of it.
  ///
  /// - Throws: `FileProblem` if the networks produce only infinities.
  public func callAsFunction(
    _ target: TargetImage,
    progress: (_ steps: Int, _ leastLoss: Double) throws -> Void
  ) throws -> ReconstructedImage {
    let range = checkpoint.recipe.pixelRange
    let wanted = target.tensor(in: range)
    let search = LatentSearch(in: checkpoint.sampler, settings)
    let found = try search.run(
      loss: { distance.loss(against: wanted, $0, in: discriminator) },
      progress: progress
    )
    guard let found else { throw checkpoint.isNotFinite("losses") }
    let values = checkpoint.sampler.generate(from: found.input).scalars
    let error = ReconstructionError(of: values, from: wanted.scalars, span: range.span)
    return ReconstructedImage(of: target, found, values: values, error: error)
  }

  /// The image.
  public func images(before reconstruction: ReconstructedImage) -> [Image] {
    [reconstruction.target.image]
  }

  /// The sample itself.
  public func shown(_ values: [Float], of reconstruction: ReconstructedImage) -> [Float] {
    values
  }
}
