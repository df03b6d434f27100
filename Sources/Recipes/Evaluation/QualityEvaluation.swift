internal import Adversarial
internal import Archives
internal import Evaluation
internal import Terminal
internal import Training

/// Evaluates the generator during training, keeps the best one and warns of a collapse.
///
/// What is found is observed as `eval/frechet` and so on, so that the log has it. `gen_best.npz` is the
/// generator that the first metric found best. Samples come from streams of their own, so that a run is the same
/// with and without evaluation.
final class QualityEvaluation: Extension {
  let name = "evaluation"
  let priority = ExtensionPriority.writer

  private let gan: GAN
  private let evaluator: Evaluator
  private let tell: (RunEvent) -> Void
  /// The generator's file.
  private let file: () throws -> NamedArrays
  private var watch: CollapseWatch
  private var best: (value: Double, iteration: Int)?
  /// What the best value was found by: it can be compared with no other.
  private var bestYardstick: String?

  init(
    of gan: GAN,
    by evaluator: Evaluator,
    telling tell: @escaping (RunEvent) -> Void,
    file: @escaping () throws -> NamedArrays
  ) {
    (self.gan, self.evaluator) = (gan, evaluator)
    (self.tell, self.file) = (tell, file)
    watch = CollapseWatch(
      isCrossEntropy: gan.recipe.objective.isCrossEntropy,
      realSimilarity: evaluator.real.similarity
    )
  }

  /// The number that finds the best generator.
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

  func observe(_ trainer: Trainer) throws { warn(watch.observe(trainer.observation), trainer) }

  func run(in trainer: Trainer) throws {
    let samples = GeneratorSamples(of: gan.sampler, named: "generator")
    let recipe = gan.recipe
    let found = try evaluator.evaluate(
      samples,
      count: recipe.evaluation.samples,
      seed: recipe.seed
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
    return [metric, "\(plan.samples)", reader.extractor.hash, evaluator.real.hash]
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
