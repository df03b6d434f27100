public import Archives
public import Imaging
internal import TensorCore

extension Completion {
  /// Three columns: each picture, what of it is known, and what was made of that.
  ///
  /// - Precondition: There is at least one result.
  public func strip(of results: [Result]) -> Image { frame(results, results.map(\.values)) }

  /// Writes how the fillings came about, beside the pictures, as a GIF; they are blended at its end.
  ///
  /// - Throws: `FileProblem` where the file cannot be written.
  /// - Precondition: There is at least one result.
  public func writeAnimation(of results: [Result], to path: String) throws {
    let players = checkpoint.players
    try SearchFilm(of: results.map(\.way), in: players).write(to: path) { images, isLast in
      let fillings = zip(results, images).map { result, values in
        let known = result.target.tensor(in: players.recipe.pixelRange).scalars
        return isLast ? result.values : result.mask.filled(known, with: values)
      }
      return frame(results, fillings)
    }
  }

  /// The vectors found and the filled pictures: see `SearchArrays`; errors are those in the holes.
  public func arrays(of results: [Result]) -> NamedArrays {
    let found = results.map {
      SearchArrays.Found(z: $0.z, image: $0.values, loss: $0.loss, error: $0.error)
    }
    return SearchArrays.arrays(of: found, for: checkpoint.players.recipe)
  }

  private func frame(_ results: [Result], _ fillings: [[Float]]) -> Image {
    ImageGrid(rows: results.count, columns: 3, border: 1, background: 128).picture(
      of: zip(results, fillings).flatMap { result, values in
        [
          result.target.image, result.mask.masked(result.target.image),
          checkpoint.players.recipe.picture(of: values),
        ]
      }
    )
  }
}
