internal import Archives
internal import Imaging
internal import Terminal
public import Training

/// Writes `preview/image00001000.png`: what the generator makes, in inference mode, of latent vectors
/// that are the same every time; where there are classes, a row for each in turn.
public final class SampleGrid: Extension {
  /// `preview`.
  public let name = "preview"
  private let gan: GAN

  /// Grids as the networks' recipe wants them.
  public init(of gan: GAN) { self.gan = gan }

  /// Writes the grid of this iteration.
  ///
  /// - Throws: `FileProblem` where it cannot be written.
  public func run(in trainer: Trainer) throws {
    let preview = gan.recipe.preview
    let picture = gan.sampler.classGrid(
      rows: preview.rows,
      columns: preview.columns,
      seed: preview.seed
    )
    try trainer.folder.write(FileSeries.previews.path(of: trainer.iteration)) { path in
      try PNG.write(picture, to: path)
    }
  }

  /// The folder of the previews, where there is one.
  public func findings(in trainer: Trainer) -> [RunFinding] {
    let path = trainer.folder.path(of: FileSeries.previews.folder)
    return FileKind(at: path) == .missing ? [] : [.file("pictures", path: path)]
  }
}
