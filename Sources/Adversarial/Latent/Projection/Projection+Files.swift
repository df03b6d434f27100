public import Archives
public import Imaging

extension Projection {
  /// Two columns: each picture beside what the generator made of it.
  ///
  /// - Precondition: There is at least one result.
  public func strip(of results: [Result]) -> Image { frame(results, results.map(\.values)) }

  /// Writes how the images came nearer, beside the pictures, as a GIF.
  ///
  /// - Throws: `FileProblem` where the file cannot be written.
  /// - Precondition: There is at least one result.
  public func writeAnimation(of results: [Result], to path: String) throws {
    try SearchFilm(of: results.map(\.way), in: checkpoint.players).write(to: path) { images, _ in
      frame(results, images)
    }
  }

  /// The vectors found and their images: see `SearchArrays`.
  public func arrays(of results: [Result]) -> NamedArrays {
    let found = results.map {
      SearchArrays.Found(z: $0.z, image: $0.values, loss: $0.loss, error: $0.error)
    }
    return SearchArrays.arrays(of: found, for: checkpoint.players.recipe)
  }

  private func frame(_ results: [Result], _ images: [[Float]]) -> Image {
    ImageGrid(rows: results.count, columns: 2, border: 1, background: 128).picture(
      of: zip(results, images).flatMap { result, values in
        [result.target.image, checkpoint.players.recipe.picture(of: values)]
      }
    )
  }
}
