public import Training

/// The files of GAN training besides the log, the curves and the snapshots.
extension RunFiles {
  /// The animation of all previews.
  static let animation = "preview.gif"
  /// The best generator so far, by evaluation.
  package static let best = "gen_best.npz"

  /// The files that a run of a recipe writes.
  public static let gan = RunFiles(
    names: [animation, best],
    series: [.generators, .discriminators, .previews, .events]
  )
}

extension FileSeries {
  /// The generator of an iteration: `gen_iter_1000.npz`.
  package static let generators = FileSeries("gen")
  /// The discriminator of an iteration: `dis_iter_1000.npz`.
  static let discriminators = FileSeries("dis")
  /// Grids of samples: `preview/image00001000.png`.
  public static let previews = FileSeries(in: "preview", from: "image", to: ".png", digits: 8)
}
