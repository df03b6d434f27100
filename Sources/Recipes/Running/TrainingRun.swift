internal import Adversarial
internal import Archives
public import Datasets
internal import Evaluation
internal import Imaging
internal import Randomness
public import TensorCore
public import Terminal
public import Training

/// A whole training: from a recipe and a dataset to a folder of snapshots and pictures.
public struct TrainingRun {
  /// Where the run begins.
  public enum Start {
    /// With new networks, in a folder that holds no run, or whose run is removed.
    case anew(overwriting: Bool)
    /// Where a snapshot ended.
    case from(SnapshotFile)
  }

  let recipe: Recipe
  let folder: String
  private let start: Start
  let keptSnapshots: Int?
  private let cacheBytes: Int
  let threads: Int?
  private let context: Context
  private let convolutionCache: ConvolutionCache?

  /// A run that has not begun.
  ///
  /// - Parameters:
  ///   - recipe: What is trained, and on what; must be valid.
  ///   - folder: Where its files go.
  ///   - start: Where it begins.
  ///   - keptSnapshots: How many snapshots stay; all of them if `nil`.
  ///   - cacheBytes: The most bytes of decoded images that are kept in memory.
  ///   - threads: How many threads were asked for, if any: a run that goes on has to ask for as many.
  ///   - context: What the run computes in.
  ///   - convolutionCache: Where the choices that the context measures are kept, if anywhere.
  public init(
    _ recipe: Recipe,
    writingTo folder: String,
    start: Start = .anew(overwriting: false),
    keeping keptSnapshots: Int? = nil,
    cacheBytes: Int = ImageCollection.defaultCacheBytes,
    threads: Int? = nil,
    context: Context = .current,
    keepingChoicesIn convolutionCache: ConvolutionCache? = nil
  ) {
    self.recipe = recipe
    self.folder = folder
    self.start = start
    self.keptSnapshots = keptSnapshots
    self.cacheBytes = cacheBytes
    self.threads = threads
    self.context = context
    self.convolutionCache = convolutionCache
  }

  /// Trains until the end or a signal.
  ///
  /// - Throws: `FileProblem` for datasets, snapshots and folders that will not do;
  ///   `NonFiniteValue` where the training went astray.
  public func run(on console: Console) throws -> RunOutcome {
    try context.run { try train(on: console) }
  }

  private func train(on console: Console) throws -> RunOutcome {
    let original = try Datasets.open(recipe.dataset, cacheBytes: cacheBytes)
    let dataset = original.adapted(
      to: recipe.image,
      by: FittingRules(crop: recipe.crop, resize: recipe.resize)
    )
    let batches = PrefetchedBatches(
      try ShuffledBatches(
        dataset,
        batchSize: recipe.imagesPerIteration,
        stream: RandomStream(seed: recipe.seed, purpose: "shuffling"),
        mirroring: recipe.flip
      ),
      threads: context.threadCount
    )
    let gan = GAN(recipe)
    let runFolder = try openFolder()
    let trainer = Trainer(
      GANUpdater(gan),
      on: batches,
      until: recipe.length,
      writingTo: runFolder
    )
    trainer.notes[Recipe.arrayName] = recipe.array
    let evaluator =
      recipe.evaluation.interval > 0
      ? try QualityEvaluation.evaluator(for: recipe, original: original, dataset: dataset) : nil
    let evaluation = evaluator.map { evaluator in
      QualityEvaluation(of: gan, by: evaluator, on: console) {
        file(gan.generatorLayout.arrays(of: gan.samplingGenerator))
      }
    }
    extend(trainer, with: gan, evaluation, console)
    let damages = DamageReport(of: dataset, on: console)
    trainer.extend(Periodic("damages") { _ in damages.update() }, every: .iterations(1))
    let convolutions = ConvolutionRecord(of: context, keepingIn: convolutionCache)
    trainer.extend(convolutions, every: .iterations(1))
    if case .from(let snapshot) = start { try trainer.resume(from: snapshot) }
    RunSummary(gan: gan, dataset: dataset, evaluator: evaluator, folder: folder)
      .print(on: console, resumedAt: trainer.iteration)
    trainer.willStop = { _ in
      console.settle()
      console.print("Stopping after this iteration; once more to stop at once.")
    }
    let (firstIteration, earlierTime) = (trainer.iteration, trainer.elapsedTime)
    if trainer.isFinished { reportNothingToDo(trainer, on: console) }
    let outcome: RunOutcome
    do {
      outcome = try SignalWatch.during { try trainer.run(stopping: $0) }
    } catch let problem as FileProblem {
      reportFailure(trainer, on: console)
      throw problem
    }
    switch outcome {
    case .finished:
      if trainer.iteration > firstIteration {
        let share = batches.secondsWaited / max(trainer.elapsedTime - earlierTime, 1e-9)
        reportEnd(trainer, waitingShare: share, best: evaluation?.summary, on: console)
      }
    case .interrupted(_, let snapshot):
      reportStop(trainer, snapshot: snapshot, on: console)
    }
    let algorithms = convolutions.choices.summary
    if trainer.iteration > firstIteration && !algorithms.isEmpty {
      console.print("  convolutions  \(algorithms)")
    }
    if damages.count > 0 {
      console.print("  \(grouped(damages.count)) damaged images were replaced by others.")
    }
    return outcome
  }

  private func openFolder() throws -> RunFolder {
    switch start {
    case .anew(let isOverwriting):
      try RunFolder(folder, isOverwriting ? .overwrite : .new, files: .gan)
    case .from: try RunFolder(folder, .resume, files: .gan)
    }
  }

  private func extend(
    _ trainer: Trainer,
    with gan: GAN,
    _ evaluation: QualityEvaluation?,
    _ console: Console
  ) {
    let intervals = recipe.intervals
    var columns = GANLog.columns
    if let evaluation {
      trainer.extend(evaluation, every: .iterations(recipe.evaluation.interval).orAtEnd)
      columns += recipe.evaluation.quantities.map { "eval/" + $0.key }
    }
    let log = LogReport()
    trainer.extend(log, every: .iterations(intervals.log))
    trainer.extend(
      PrintTable(of: log, columns: columns, on: console),
      every: .iterations(intervals.log)
    )
    trainer.extend(
      ProgressDisplay(on: console),
      every: .iterations(intervals.progress).orAtEnd
    )
    trainer.extend(SampleGrid(of: gan), every: .iterations(intervals.preview).orAtEnd)
    let animation = PreviewAnimation { problem in
      console.settle()
      console.print("Passing over a preview: \(problem)")
    }
    trainer.extend(animation, every: .never)
    let curves = LossCurves(
      of: log,
      titled: "Training \(recipe.name.rawValue)",
      panels: GANLog.panels(
        quality: evaluation == nil ? [] : recipe.evaluation.quantities.map { "eval/" + $0.key }
      )
    )
    trainer.extend(curves, every: .iterations(intervals.snapshot))
    let generator = Snapshots.Companion("gen") { _ in
      file(gan.generatorLayout.arrays(of: gan.samplingGenerator))
    }
    let discriminator = Snapshots.Companion("dis") { _ in
      file(gan.discriminatorLayout.arrays(of: gan.discriminator))
    }
    trainer.extend(
      Snapshots(keeping: keptSnapshots, with: [generator, discriminator]),
      every: .iterations(intervals.snapshot).orAtEnd
    )
  }

  /// A network's arrays with the recipe that made it.
  private func file(_ arrays: NamedArrays) -> NamedArrays {
    var arrays = arrays
    arrays[Recipe.arrayName] = recipe.array
    return arrays
  }
}
