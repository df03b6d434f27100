internal import Adversarial
internal import Archives
internal import Evaluation
internal import TensorCore
internal import Terminal
internal import Training

extension RunExtension {
  /// What every run has: evaluation where the recipe wants it, log, table, progress, previews, curves,
  /// snapshots and what they need.
  ///
  /// - Parameter kept: How many snapshots stay; all of them if `nil`.
  /// - Returns: The extensions.
  public static func standard(keeping kept: Int? = nil) -> [RunExtension] {
    [
      evaluation, log, table, progress, preview, animation, curves, snapshots(keeping: kept),
      damages, convolutions,
    ]
  }

  private static let evaluation = RunExtension(
    every: { .iterations(max($0.evaluation.interval, 1)).orAtEnd }
  ) { parts in
    parts.evaluator.map { evaluator in
      QualityEvaluation(of: parts.gan, by: evaluator, telling: parts.tell) {
        parts.gan.generatorFile
      }
    }
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

  private static let preview = RunExtension(
    every: { .iterations($0.intervals.preview).orAtEnd }
  ) { parts in
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

  private static func snapshots(keeping kept: Int?) -> RunExtension {
    RunExtension(every: { .iterations($0.intervals.snapshot).orAtEnd }) { parts in
      let generator = Snapshots.Companion("gen") { _ in parts.gan.generatorFile }
      let discriminator = Snapshots.Companion("dis") { _ in parts.gan.discriminatorFile }
      return Snapshots(keeping: kept, with: [generator, discriminator])
    }
  }

  private static let damages = RunExtension(every: .iterations(1)) { parts in
    DamageReport(of: parts.dataset, telling: parts.tell)
  }

  private static let convolutions = RunExtension(every: .iterations(1)) { parts in
    ConvolutionRecord(of: .current, keepingIn: parts.convolutionCache)
  }
}

extension RunExtension.Parts {
  /// What an evaluation observes, by name, if there is one.
  fileprivate var qualityNames: [String] {
    evaluator == nil ? [] : recipe.evaluation.quantities.map { "eval/" + $0.key }
  }
}

extension GAN {
  /// What `gen_iter_N.npz` holds: the generator that samples are made with, and the recipe.
  fileprivate var generatorFile: NamedArrays {
    get { file(generatorLayout.arrays(of: samplingGenerator)) }
  }

  /// What `dis_iter_N.npz` holds.
  fileprivate var discriminatorFile: NamedArrays {
    get { file(discriminatorLayout.arrays(of: discriminator)) }
  }

  /// A network's arrays with the recipe that made it.
  private func file(_ arrays: NamedArrays) -> NamedArrays {
    var arrays = arrays
    arrays[Recipe.arrayName] = recipe.array
    return arrays
  }
}
