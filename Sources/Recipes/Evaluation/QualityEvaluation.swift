internal import Adversarial
internal import Archives
internal import Datasets
internal import Evaluation
internal import TensorCore
internal import Terminal
internal import Training

/// Evaluates the generator during training, keeps the best one and warns of mode collapse.
///
/// Results are observed as `eval/frechet` and so on, so that they appear in the log. `gen_best.npz` is the
/// best generator by the first metric. Samples come from separate streams, so that a run is the same with and
/// without evaluation.
final class QualityEvaluation: Extension {
  let name = "evaluation"
  let priority = ExtensionPriority.writer

  private let gan: GAN
  private let evaluator: Evaluator
  /// The classes of the samples, if they have some.
  private let labels: [Int]?
  /// This process's share of the samples, if others compute features of the rest.
  private let share: BatchShare?
  private let tell: (RunEvent) -> Void
  /// The generator's file.
  private let file: () throws -> NamedArrays
  private var watch: CollapseWatch
  private var best: (value: Double, iteration: Int)?
  /// How the best value was found: it can be compared only with values found the same way.
  private var bestYardstick: String?

  /// An evaluation of a GAN.
  ///
  /// - Parameters:
  ///   - gan: The GAN.
  ///   - dataset: The real images, as the networks see them.
  ///   - evaluator: Compares samples with them.
  ///   - share: This process's share of the samples, if others have the rest.
  ///   - tell: Receives warnings.
  ///   - file: The generator's file.
  init(
    of gan: GAN,
    against dataset: any ImageDataset,
    by evaluator: Evaluator,
    sharedBy share: BatchShare?,
    telling tell: @escaping (RunEvent) -> Void,
    file: @escaping () throws -> NamedArrays
  ) {
    (self.gan, self.evaluator, self.share) = (gan, evaluator, share)
    (self.tell, self.file) = (tell, file)
    labels = gan.evaluationLabels(of: dataset)
    watch = CollapseWatch(
      isCrossEntropy: gan.recipe.objective.isCrossEntropy,
      realSimilarity: evaluator.real.similarity
    )
  }

  /// The quantity that decides which generator is the best.
  private var decisive: MetricQuantity? { gan.recipe.evaluation.quantities.first }

  /// The best generator: "gen_best.npz (iteration 1200, Fréchet distance 12.3)".
  func findings(in trainer: Trainer) -> [RunFinding] {
    guard let best, let decisive else { return [] }
    let value = NumberText.general(best.value, digits: 4)
    let path = trainer.folder.path(of: RunFiles.best)
    return [
      .file("best", path: "\(path) (iteration \(best.iteration), \(decisive.title) \(value))")
    ]
  }

  func initialize(_ trainer: Trainer) throws {
    if let bestYardstick, bestYardstick != yardstick {
      tell(.evaluatedAnew)
      best = nil
    }
    bestYardstick = yardstick
  }

  func record(_ observation: Observation, in trainer: Trainer) throws {
    warn(watch.observe(observation), trainer)
  }

  func run(in trainer: Trainer) throws {
    let found = try evaluator.evaluate(
      gan.evaluationSamples(ofClasses: labels),
      count: gan.recipe.evaluation.samples,
      seed: gan.recipe.seed,
      sharedBy: share
    )
    var observation = Observation()
    for name in found.names where name != "kernel-error" {
      observation["eval/" + name] = found[name]
    }
    try trainer.report(observation)
    warn(watch.evaluate(found), trainer)
    guard let decisive, let value = found[decisive.key], isBetter(value, decisive.better) else {
      return
    }
    try trainer.folder.write(RunFiles.best) { try NPZ.write(file(), to: $0) }
    best = (value, trainer.iteration)
  }

  private func isBetter(_ value: Double, _ direction: MetricQuantity.Direction) -> Bool {
    guard let best else { return true }
    switch direction {
    case .lower: return value < best.value
    case .higher: return value > best.value
    case .likeReal:
      let real = evaluator.real.similarity ?? 0
      return abs(value - real) < abs(best.value - real)
    }
  }

  private func warn(_ warnings: [CollapseWarning], _ trainer: Trainer) {
    for warning in warnings { tell(.warning(warning, iteration: trainer.iteration)) }
  }

  private var yardstick: String {
    let (reader, plan) = (evaluator.real.reader, gan.recipe.evaluation)
    let metric = plan.metrics.metrics.first?.rawValue ?? ""
    // Version 1.0 drew each sample's class.
    let classes = labels == nil ? [] : ["of its classes"]
    return ([metric, "\(plan.samples)", reader.extractor.hash, evaluator.real.hash] + classes)
      .joined(separator: " ")
  }

  func state() throws -> NamedArrays {
    var state = NamedArrays()
    state.set("yardstick", to: yardstick)
    if let best {
      state.set("best/value", to: best.value)
      state.set("best/iteration", to: best.iteration)
    }
    state.merge(watch.state(), under: "watch/")
    return state
  }

  func restore(from state: StateReader) throws {
    let yardstick = String(decoding: try state.bytes("yardstick"), as: UTF8.self)
    let best = state.section("best/")
    self.best = best.isEmpty ? nil : (try best.number("value"), try best.integer("iteration"))
    bestYardstick = yardstick
    try watch.restore(from: state.section("watch/"))
    try state.finish()
  }
}

/// Computes features of its share of the samples, for the process that evaluates.
final class EvaluationHelp: Extension {
  let name = "evaluation help"
  let priority = ExtensionPriority.writer

  private let gan: GAN
  private let labels: [Int]?
  private let reader: SampleReader
  private let share: BatchShare

  /// Help with the evaluation of a GAN against a dataset, as the networks see it.
  init(
    for gan: GAN,
    against dataset: any ImageDataset,
    by reader: SampleReader,
    sharedBy share: BatchShare
  ) {
    (self.gan, self.reader, self.share) = (gan, reader, share)
    labels = gan.evaluationLabels(of: dataset)
  }

  func run(in trainer: Trainer) throws {
    try reader.help(
      with: gan.evaluationSamples(ofClasses: labels),
      count: gan.recipe.evaluation.samples,
      seed: gan.recipe.seed,
      sharedBy: share
    )
  }
}

extension GAN {
  /// The classes of the real images that the generator is evaluated against, if it makes samples of classes.
  fileprivate func evaluationLabels(of dataset: any ImageDataset) -> [Int]? {
    conditioning.isConditional
      ? RealReference.labels(of: dataset, count: recipe.evaluation.samples) : nil
  }

  /// What the generator is evaluated by.
  fileprivate func evaluationSamples(ofClasses labels: [Int]?) -> GeneratorSamples {
    GeneratorSamples(of: sampler, named: "generator", ofClasses: labels)
  }
}
