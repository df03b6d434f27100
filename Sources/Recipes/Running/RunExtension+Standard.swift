internal import Adversarial
internal import Archives
internal import Evaluation
internal import TensorCore
internal import Terminal
internal import Training

extension RunExtension {
  /// The extensions of every run: evaluation if the recipe wants it, log, table, progress, previews, curves,
  /// snapshots and what they need.
  ///
  /// - Parameter kept: How many snapshots are kept; all of them if `nil`.
  /// - Returns: The extensions.
  public static func standard(keeping kept: Int? = nil) -> [RunExtension] {
    [
      evaluation, log, table, progress, preview, animation, curves, events,
      snapshots(keeping: kept), damages, convolutions,
    ]
  }

  private static let evaluation = RunExtension(every: { evaluations(of: $0) }) { parts in
    parts.evaluator.map { evaluator in
      QualityEvaluation(
        of: parts.gan,
        against: parts.dataset,
        by: evaluator,
        sharedBy: parts.evaluationShare,
        telling: parts.tell
      ) {
        parts.gan.generatorFile
      }
    }
  }

  static func evaluations(of recipe: Recipe) -> Trigger {
    .iterations(max(recipe.evaluation.interval, 1)).orAtEnd
  }

  private static let log = RunExtension(every: { .iterations($0.intervals.log) }) { _ in
    LogReport()
  }

  private static let table = RunExtension(every: { .iterations($0.intervals.log) }) { parts in
    PrintTable(columns: GANLog.columns + parts.qualityNames, on: parts.console)
  }

  private static let progress = RunExtension(
    every: { .iterations($0.intervals.progress).orAtEnd }
  ) { parts in
    ProgressDisplay(on: parts.console)
  }

  private static let preview = RunExtension(every: { previews(of: $0) }) { parts in
    SampleGrid(of: parts.gan)
  }

  private static let animation = RunExtension(every: .never) { parts in
    PreviewAnimation { parts.tell(.lostPreview($0)) }
  }

  private static let curves = RunExtension(
    every: { .iterations($0.intervals.snapshot) }
  ) { parts in
    LossCurves(
      titled: "Training \(parts.recipe.name.rawValue)",
      panels: GANLog.panels(quality: parts.qualityNames)
    )
  }

  private static let events = RunExtension(
    every: { .either(.iterations($0.intervals.log), previews(of: $0)) }
  ) { parts in
    parts.recipe.hasEvents ? EventLog(of: parts.recipe, previews: previews(of: parts.recipe)) : nil
  }

  private static func previews(of recipe: Recipe) -> Trigger {
    .iterations(recipe.intervals.preview).orAtEnd
  }

  private static func snapshots(keeping kept: Int?) -> RunExtension {
    RunExtension(every: { .iterations($0.intervals.snapshot).orAtEnd }) { parts in
      let generator = Snapshots.Companion("gen") { _ in parts.gan.generatorFile }
      let discriminator = Snapshots.Companion("dis") { _ in parts.gan.discriminatorFile }
      return Snapshots(keeping: kept, with: [generator, discriminator])
    }
  }

  private static let damages = RunExtension(every: .never) { parts in
    DamageReport(of: parts.dataset, telling: parts.tell)
  }

  private static let convolutions = RunExtension(every: .never) { parts in
    ConvolutionRecord(of: .current, keepingIn: parts.convolutionCache)
  }
}

extension RunExtension.Parts {
  /// The names of an evaluation's quantities, if there is an evaluation.
  fileprivate var qualityNames: [String] {
    evaluator == nil ? [] : recipe.evaluation.quantities.map { "eval/" + $0.key }
  }
}

extension GAN {
  /// The contents of `gen_iter_N.npz`: the generator that samples are made with, and the recipe.
  fileprivate var generatorFile: NamedArrays {
    get { file(generatorLayout.arrays(of: samplingGenerator)) }
  }

  /// The contents of `dis_iter_N.npz`.
  fileprivate var discriminatorFile: NamedArrays {
    get { file(discriminatorLayout.arrays(of: discriminator)) }
  }

  /// A network's arrays with the recipe that built it.
  private func file(_ arrays: NamedArrays) -> NamedArrays {
    var arrays = arrays
    arrays[Recipe.arrayName] = recipe.array
    return arrays
  }
}
