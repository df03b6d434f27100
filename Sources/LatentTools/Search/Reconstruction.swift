public import Adversarial
public import Archives
public import Imaging
public import Recipes
internal import TensorCore

/// Finds latent vectors for images, and shows what the generator makes of them.
///
/// A search depends on the image and the settings alone, not on what was searched before.
public protocol Reconstruction {
  /// The generator.
  var checkpoint: GeneratorCheckpoint { get }

  /// The latent vector of an image, and what becomes of the image.
  ///
  /// - Parameters:
  ///   - target: An image of the recipe's shape.
  ///   - progress: Called after each step with the number of steps done and the least loss so far.
  /// - Returns: What was found.
  /// - Throws: `FileProblem` where the networks make nothing but infinities.
  func callAsFunction(
    _ target: TargetImage,
    progress: (_ steps: Int, _ leastLoss: Double) -> Void
  ) throws -> ReconstructedImage

  /// What stands beside an image's reconstruction, before it.
  func images(before reconstruction: ReconstructedImage) -> [Image]

  /// What is shown of an image on the way to the vector, given and returned as values `[H, W, C]`.
  func shown(_ values: [Float], of reconstruction: ReconstructedImage) -> [Float]
}

/// What a search made of an image.
public struct ReconstructedImage {
  /// The image.
  public let target: TargetImage
  /// The latent vector found.
  public let z: [Float]
  /// What the generator is asked for beside it.
  public let condition: Condition
  /// Its loss.
  public let loss: Double
  /// The start that led to it, 1 being the first.
  public let start: Int
  /// How far the reconstruction is from the image, before it is rounded to bytes.
  public let error: ReconstructionError
  /// The reconstruction, `[H, W, C]` in the recipe's range.
  let values: [Float]
  /// Latent vectors on the way.
  let way: [[Float]]

  init(
    of target: TargetImage,
    _ found: LatentSearch.Finding,
    values: [Float],
    error: ReconstructionError
  ) {
    (self.target, self.values, self.error) = (target, values, error)
    (z, condition) = (found.z, found.condition)
    (loss, start, way) = (found.loss, found.start, found.way)
  }
}

extension [ReconstructedImage] {
  /// What the generator is asked for of all of them.
  ///
  /// - Precondition: There is at least one.
  var condition: Condition {
    dropFirst().reduce(self[0].condition) { $0.joined(with: $1.condition) }
  }
}

extension Reconstruction {
  /// The latent vector of an image.
  ///
  /// - Throws: `FileProblem` where the networks make nothing but infinities.
  public func callAsFunction(_ target: TargetImage) throws -> ReconstructedImage {
    try self(target) { _, _ in }
  }

  /// A row for each image: the image, what else is to be seen, and what was made of it.
  ///
  /// - Precondition: There is at least one.
  public func grid(of found: [ReconstructedImage]) -> Image { frame(found, found.map(\.values)) }

  /// Writes how the reconstructions came about, beside the images, as a GIF.
  ///
  /// - Throws: `FileProblem` where the file cannot be written.
  /// - Precondition: There is at least one.
  public func writeAnimation(of found: [ReconstructedImage], to path: String) throws {
    let film = SearchFilm(of: found.map(\.way), found.condition, in: checkpoint.sampler)
    try film.write(to: path) { values, isLast in
      frame(found, zip(found, values).map { isLast ? $0.values : shown($1, of: $0) })
    }
  }

  /// The vectors found and their images: see `SearchArrays`.
  public func arrays(of found: [ReconstructedImage]) -> NamedArrays {
    SearchArrays.arrays(of: found, for: checkpoint.recipe)
  }

  private func frame(_ found: [ReconstructedImage], _ values: [[Float]]) -> Image {
    let rows = zip(found, values).map { reconstruction, values in
      images(before: reconstruction) + [checkpoint.recipe.image(of: values)]
    }
    return ImageGrid(rows: rows.count, columns: rows[0].count, border: 1, background: 128)
      .image(of: rows.flatMap(\.self))
  }
}
