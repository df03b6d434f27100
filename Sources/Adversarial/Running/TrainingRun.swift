internal import Archives
public import Datasets
internal import Imaging
internal import Randomness
internal import TensorCore
public import Training

/// A whole training: from a recipe and a data set to a folder of snapshots and pictures.
public struct TrainingRun {
  /// Where the run begins.
  public enum Start {
    /// With new networks, in a folder that holds no run, or whose run is removed.
    case anew(overwriting: Bool)
    /// Where a snapshot ended.
    case from(SnapshotFile)
  }

  private let recipe: Recipe
  private let length: TrainingLength
  private let folder: String
  private let start: Start
  private let keptSnapshots: Int?
  private let cacheBytes: Int

  /// A run that has not begun.
  ///
  /// - Parameters:
  ///   - recipe: What is trained, and on what; must be valid.
  ///   - length: How long, counted from the very beginning; the recipe's epochs if `nil`.
  ///   - folder: Where its files go.
  ///   - start: Where it begins.
  ///   - keptSnapshots: How many snapshots stay; all of them if `nil`.
  ///   - cacheBytes: The most bytes of decoded images that are kept in memory.
  public init(
    _ recipe: Recipe,
    until length: TrainingLength? = nil,
    writingTo folder: String,
    start: Start = .anew(overwriting: false),
    keeping keptSnapshots: Int? = nil,
    cacheBytes: Int = ImageCollection.defaultCacheBytes
  ) {
    self.recipe = recipe
    self.length = length ?? .epochs(recipe.epochs)
    self.folder = folder
    self.start = start
    self.keptSnapshots = keptSnapshots
    self.cacheBytes = cacheBytes
  }

  /// Trains until the end or a signal.
  ///
  /// - Throws: `FileProblem` for data sets, snapshots and folders that will not do;
  ///   `NonFiniteValue` where the training went astray.
  public func run(on console: Console) throws -> RunOutcome {
    let dataset = try Datasets.open(recipe.dataset, cacheBytes: cacheBytes)
      .adapted(to: recipe.image, by: FittingRules(crop: recipe.crop, resize: recipe.resize))
    let batches = PrefetchedBatches(
      try ShuffledBatches(
        dataset,
        batchSize: recipe.imagesPerIteration,
        stream: RandomStream(seed: recipe.seed, purpose: "shuffling"),
        mirroring: recipe.flip
      ),
      threads: ThreadPool.threadCount
    )
    let players = Players(recipe)
    let runFolder = try openFolder()
    let trainer = Trainer(
      PlayersUpdater(players),
      on: batches,
      until: length,
      writingTo: runFolder
    )
    trainer.notes[Recipe.arrayName] = try recipe.array
    extend(trainer, with: players, console)
    let damages = DamageReport(of: dataset, on: console)
    trainer.extend(Periodic("damages") { _ in damages.update() }, every: .iterations(1))
    if case .from(let snapshot) = start { try trainer.resume(from: snapshot) }
    RunSummary(players: players, dataset: dataset, length: length, folder: folder)
      .print(on: console, resumedAt: trainer.iteration)
    trainer.willStop = { _ in
      console.settle()
      console.print("Stopping after this iteration; once more to stop at once.")
    }
    let earlierTime = trainer.elapsedTime
    let outcome = try SignalWatch.during { try trainer.run(stopping: $0) }
    let share = batches.secondsWaited / max(trainer.elapsedTime - earlierTime, 1e-9)
    report(outcome, trainer, waitingShare: share, on: console)
    if damages.count > 0 {
      console.print("  \(grouped(damages.count)) damaged images were replaced by others.")
    }
    return outcome
  }

  private func openFolder() throws -> RunFolder {
    switch start {
    case .anew(let isOverwriting): try RunFolder(folder, isOverwriting ? .overwrite : .new)
    case .from: try RunFolder(folder, .resume)
    }
  }

  private func extend(_ trainer: Trainer, with players: Players, _ console: Console) {
    let intervals = recipe.intervals
    let log = LogReport()
    trainer.extend(log, every: .iterations(intervals.log))
    trainer.extend(PrintTable(of: log, on: console), every: .iterations(intervals.log))
    trainer.extend(
      ProgressDisplay(on: console),
      every: .iterations(intervals.progress).orAtEnd
    )
    trainer.extend(SampleGrid(of: players), every: .iterations(intervals.preview).orAtEnd)
    let animation = PreviewAnimation { problem in
      console.settle()
      console.print("Passing over a preview: \(problem)")
    }
    trainer.extend(animation, every: .never)
    let curves = LossCurves(of: log, titled: "Training \(recipe.name.rawValue)")
    trainer.extend(curves, every: .iterations(intervals.snapshot))
    let generator = Snapshots.Companion("gen") { _ in
      try file(players.generatorLayout.arrays(of: players.samplingGenerator))
    }
    let discriminator = Snapshots.Companion("dis") { _ in
      try file(players.discriminatorLayout.arrays(of: players.discriminator))
    }
    trainer.extend(
      Snapshots(keeping: keptSnapshots, with: [generator, discriminator]),
      every: .iterations(intervals.snapshot).orAtEnd
    )
  }

  /// A network's arrays with the recipe that made it.
  private func file(_ arrays: NamedArrays) throws -> NamedArrays {
    var arrays = arrays
    arrays[Recipe.arrayName] = try recipe.array
    return arrays
  }

  /// What a resumed run has to be told besides, since the recipe knows epochs only.
  private var remainder: String {
    if case .iterations(let count) = length { " --iterations \(count)" } else { "" }
  }

  private func report(
    _ outcome: RunOutcome,
    _ trainer: Trainer,
    waitingShare: Double,
    on console: Console
  ) {
    let iteration = trainer.iteration
    let waiting = "\(fixed(100 * waitingShare, digits: 1)) % of it waiting for data"
    switch outcome {
    case .finished:
      console.print(
        """

        Done: \(iteration) iterations in \(clockTime(trainer.elapsedTime)); \
        \(waiting).
        """
      )
      let pictures = [
        ("pictures", "preview"), ("animation", "preview.gif"), ("losses", "losses.svg"),
      ]
      for (what, name) in pictures {
        let path = trainer.folder.path(of: name)
        // A short run has no log to draw.
        guard FileKind(at: path) != .missing else { continue }
        console.print("  \(what)\(String(repeating: " ", count: 12 - what.count))\(path)")
      }
      console.print(
        "  more        forger generate \(trainer.folder.path(of: "gen_iter_\(iteration).npz"))"
      )
    case .interrupted(_, let snapshot):
      console.print("")
      guard let snapshot else {
        console.print("Stopped at iteration \(iteration), before there was anything to keep.")
        return
      }
      console.print(
        """
        Stopped at iteration \(iteration); everything is in \(snapshot).
        To go on:     forger train --out \(quoted(folder)) --resume latest\(remainder)
        """
      )
    }
  }
}
