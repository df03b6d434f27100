internal import Adversarial
internal import Archives
public import Datasets
public import Distributed
internal import Evaluation
internal import Foundation
internal import Imaging
internal import Randomness
public import TensorCore
public import Terminal
public import Training

/// A training run: from a recipe and a dataset to a folder of snapshots and samples.
public struct TrainingRun {
  /// Where the run starts.
  public enum Start {
    /// With new networks, in a folder that holds no run, or whose run is removed.
    case anew(overwriting: Bool)
    /// At a snapshot.
    case from(SnapshotFile)
  }

  /// The extensions: `RunExtension.standard`, and any that are added.
  public var extensions: [RunExtension]

  let wanted: Recipe
  let folder: String
  let start: Start
  let cacheBytes: Int
  let context: Context
  private let convolutionCache: ConvolutionCache?
  let communicator: any Communicator

  /// A run, not yet started.
  ///
  /// - Parameters:
  ///   - recipe: The recipe to train; must be valid.
  ///   - folder: Where its files go.
  ///   - start: Where it starts.
  ///   - keptSnapshots: How many snapshots are kept; all of them if `nil`.
  ///   - cacheBytes: The limit of decoded images kept in memory, in bytes.
  ///   - context: The context that the run computes in.
  ///   - convolutionCache: Where the choices that the context measures are kept, if anywhere.
  ///   - communicator: The processes that share the run's batches; the first of them alone writes files.
  public init(
    _ recipe: Recipe,
    writingTo folder: String,
    start: Start = .anew(overwriting: false),
    keeping keptSnapshots: Int? = nil,
    cacheBytes: Int = ImageCollection.defaultCacheBytes,
    context: Context = .current,
    keepingChoicesIn convolutionCache: ConvolutionCache? = nil,
    sharedBy communicator: any Communicator = SingleProcess()
  ) {
    wanted = recipe
    self.folder = folder
    self.start = start
    self.cacheBytes = cacheBytes
    self.context = context
    self.convolutionCache = convolutionCache
    self.communicator = communicator
    extensions = RunExtension.standard(keeping: keptSnapshots)
  }

  /// Trains until the end or a signal.
  ///
  /// - Parameters:
  ///   - console: The console to show progress on.
  ///   - tell: Called with each event.
  /// - Returns: How the run ended.
  /// - Throws: `FileProblem` for unusable datasets, snapshots and folders; `NonFiniteValue` if training
  ///   diverges.
  @discardableResult
  public func run(
    on console: Console,
    telling tell: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> RunOutcome {
    try context.run { try train(on: console, telling: tell) }
  }

  private func train(
    on console: Console,
    telling tell: @escaping (RunEvent) -> Void
  ) throws -> RunOutcome {
    try checkOut()
    let prepared = try prepare()
    let (recipe, dataset, processes) = (prepared.recipe, prepared.dataset, prepared.processes)
    let share = prepared.share
    let batches = PrefetchedBatches(
      try ShuffledBatches(
        dataset,
        batchSize: recipe.imagesPerIteration,
        rows: share?.rows(of: recipe.imagesPerIteration).flatMap(\.self),
        stream: RandomStream(seed: recipe.seed, purpose: "shuffling"),
        mirroring: recipe.flip,
        balancing: recipe.conditioning.isConditional && recipe.classShares == .equal
      ),
      threads: context.threadCount
    )
    let gan = GAN(recipe)
    let taken = try takeWeights(to: gan)
    if case .anew = start { try processes.prepare(gan, for: dataset) }
    let runFolder = try processes.isFirst ? openFolder() : RunFolder.nowhere
    let trainer = Trainer(
      GANUpdater(gan, share: share),
      on: batches,
      until: recipe.length,
      writingTo: runFolder
    )
    trainer.notes[Recipe.arrayName] = recipe.array
    if let device = context.engine.device {
      let bytes = Array(device.utf8)
      trainer.notes["device"] = NumpyArray(shape: [bytes.count], elements: .uint8(bytes))
    }
    let evaluator =
      recipe.evaluation.interval > 0 && processes.isFirst
      ? try QualityEvaluation.evaluator(for: recipe, original: prepared.original, dataset: dataset)
      : nil
    let help = try evaluationHelp(for: gan, prepared, beside: evaluator)
    let parts = RunExtension.Parts(
      gan: gan,
      dataset: dataset,
      evaluator: evaluator,
      evaluationShare: help == nil ? nil : share,
      convolutionCache: convolutionCache,
      console: console,
      tell: tell
    )
    processes.watch(gan, by: trainer)
    for entry in processes.isFirst ? extensions : [] { try entry.extend(trainer, with: parts) }
    if !processes.isFirst, let help {
      trainer.extend(help, every: RunExtension.evaluations(of: recipe))
    }
    if case .from(let snapshot) = start { try trainer.resume(from: snapshot) }
    let summary = RunSummary(
      gan,
      on: dataset,
      evaluator: evaluator,
      processes: processes,
      folder: folder,
      taken: taken,
      resumedAt: trainer.iteration
    )
    tell(.starting(summary))
    trainer.willStop = { _ in tell(.stopping) }
    let (firstIteration, earlierTime) = (trainer.iteration, trainer.elapsedTime)
    if trainer.isFinished, let snapshot = trainer.lastSnapshot {
      tell(
        .nothingToDo(iteration: firstIteration, length: recipe.length, snapshot: snapshot)
      )
    }
    let outcome: RunOutcome
    do {
      outcome = try SignalWatch.during { request in
        try trainer.run(stopping: request) { try processes.agree(on: $0) }
      }
    } catch let problem as FileProblem {
      if let snapshot = trainer.lastSnapshot {
        tell(.failed(iteration: trainer.iteration, snapshot: snapshot))
      }
      throw problem
    }
    let report = RunReport(
      iteration: trainer.iteration,
      hasTrained: trainer.iteration > firstIteration,
      seconds: trainer.elapsedTime,
      waitingShare: batches.secondsWaited / max(trainer.elapsedTime - earlierTime, 1e-9),
      findings: trainer.findings,
      generator: trainer.folder.path(of: FileSeries.generators.path(of: trainer.iteration))
    )
    switch outcome {
    case .finished: tell(.finished(report))
    case .interrupted(_, let snapshot): tell(.stopped(report, snapshot: snapshot))
    }
    return outcome
  }

  /// What computes features beside the process that evaluates; `nil` if it does that alone.
  ///
  /// Processes whose features differ, such as those of classifiers that two machines have trained, do not share
  /// them.
  private func evaluationHelp(
    for gan: GAN,
    _ prepared: Prepared,
    beside evaluator: Evaluator?
  ) throws -> EvaluationHelp? {
    let (recipe, processes) = (prepared.recipe, prepared.processes)
    guard let share = prepared.share, recipe.evaluation.interval > 0 else { return nil }
    // The first process has trained a classifier by now, if there is need of one, and has kept it for the others.
    _ = try processes.gather("prepared")
    let reader =
      try evaluator?.real.reader
      ?? QualityEvaluation.reader(for: recipe, original: prepared.original)
    let hashes = try processes.gather(reader.extractor.hash)
    guard Set(hashes).count == 1 else { return nil }
    return EvaluationHelp(for: gan, against: prepared.dataset, by: reader, sharedBy: share)
  }

  /// What a run needs before its networks.
  struct Prepared {
    let recipe: Recipe
    /// The images as they are stored.
    let original: any ImageDataset
    /// The images as the networks see them.
    let dataset: any ImageDataset
    let processes: RunProcesses
    let share: BatchShare?
  }

  /// Opens the images, and checks that all processes have come for the same run.
  func prepare() throws -> Prepared {
    let processes = RunProcesses(communicator)
    let original = try Datasets.open(wanted.dataset, cacheBytes: cacheBytes)
    let recipe = try wanted.settled(for: original)
    let dataset = original.adapted(
      to: recipe.image,
      by: FittingRules(crop: recipe.crop, resize: recipe.resize)
    )
    try processes.check(recipe, on: dataset)
    return Prepared(
      recipe: recipe,
      original: original,
      dataset: dataset,
      processes: processes,
      share: try processes.share(of: recipe)
    )
  }

  /// Takes another run's weights if the recipe names one and this run is not resumed.
  private func takeWeights(to gan: GAN) throws -> TakenWeights? {
    guard case .anew(let isOverwriting) = start, let other = gan.recipe.initialRun else {
      return nil
    }
    if isOverwriting, Self.isRun(other, in: folder) {
      throw FileProblem(
        other,
        found: "is in the folder that is to be overwritten",
        expected: "a run in another folder than the new one's"
      )
    }
    return try gan.start(from: GeneratorCheckpoint(readingFrom: other))
  }

  /// Whether a path is a folder or that of a file in it.
  private static func isRun(_ path: String, in folder: String) -> Bool {
    func resolved(_ path: String) -> URL {
      URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL
    }
    let run = resolved(path)
    let isFolder = FileKind(at: path) == .folder
    return (isFolder ? run : run.deletingLastPathComponent()).path == resolved(folder).path
  }

  /// A run among the images that it learns from would learn from its own previews.
  private func checkOut() throws(FileProblem) {
    let isNamed = DatasetCatalog.entry(named: wanted.dataset) != nil
    guard case .anew = start, !isNamed, FileKind(at: wanted.dataset) == .folder,
      Self.isRun(wanted.dataset, in: folder)
    else { return }
    throw FileProblem(
      folder,
      found: "holds the images to learn from",
      expected: "another folder for the run"
    )
  }

  private func openFolder() throws -> RunFolder {
    let files = extensions.runFiles
    switch start {
    case .anew(let isOverwriting):
      return try RunFolder(folder, isOverwriting ? .overwrite : .new, files: files)
    case .from: return try RunFolder(folder, .resume, files: files)
    }
  }
}
