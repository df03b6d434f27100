public import Adversarial
public import Archives
public import Imaging
public import Recipes
internal import TensorCore

/// A search for the latent vectors of images, and for the images' reconstructions.
///
/// A search depends only on the image and the settings, not on earlier searches.
public protocol Reconstruction {
  /// The generator.
  var checkpoint: GeneratorCheckpoint { get }

  /// Finds the latent vector of an image, and its reconstruction.
  ///
  /// - Parameters:
  ///   - target: An image of the recipe's shape.
  ///   - progress: Called after each step with the number of completed steps and the least loss so far.
  /// - Returns: The reconstruction.
  /// - Throws: `FileProblem` if the networks produce only infinities, and what `progress` throws, which ends the search.
  func callAsFunction(
    _ target: TargetImage,
    progress: (_ steps: Int, _ leastLoss: Double) throws -> Void
  ) throws -> ReconstructedImage

  /// The images shown to the left of a reconstruction.
  func images(before reconstruction: ReconstructedImage) -> [Image]

  /// The image shown for a sample during the search, given and returned as values `[H, W, C]`.
  func shown(_ values: [Float], of reconstruction: ReconstructedImage) -> [Float]
}

/// An image and its reconstruction.
public struct ReconstructedImage {
  /// The image.
  public let target: TargetImage
  /// The latent vector found.
  public let z: [Float]
  /// The condition of the reconstruction.
  public let condition: Condition
  /// Its loss.
  public let loss: Double
  /// The start that led to it, counted from 1.
  public let start: Int
  /// The error of the reconstruction, before it is rounded to bytes.
  public let error: ReconstructionError
  /// The reconstruction, `[H, W, C]` in the recipe's range.
  let values: [Float]
  /// Latent vectors along the search.
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
  /// The conditions of all reconstructions.
  ///
  /// - Precondition: There is at least one.
  var condition: Condition {
    dropFirst().reduce(self[0].condition) { $0.joined(with: $1.condition) }
  }
}

extension Reconstruction {
  /// Finds the latent vector of an image, and its reconstruction.
  ///
  /// - Throws: `FileProblem` if the networks produce only infinities.
  public func callAsFunction(_ target: TargetImage) throws -> ReconstructedImage {
    try self(target) { _, _ in }
  }

  /// A grid with one row per image: `images(before:)` and the reconstruction.
  ///
  /// - Precondition: There is at least one.
  public func grid(of found: [ReconstructedImage]) -> Image { frame(found, found.map(\.values)) }

  /// Writes a GIF of the searches beside their images.
  ///
  /// - Throws: `FileProblem` if the file cannot be written.
  /// - Precondition: There is at least one.
  public func writeAnimation(of found: [ReconstructedImage], to path: String) throws {
    let film = SearchFilm(of: found.map(\.way), found.condition, in: checkpoint.sampler)
    try film.write(to: path) { values, isLast in
      frame(found, zip(found, values).map { isLast ? $0.values : shown($1, of: $0) })
    }
  }

  /// The latent vectors and reconstructions; see `SearchArrays`.
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
