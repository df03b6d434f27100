public import Archives
public import Batches
import Preconditions
public import Terminal

/// The training loop: the updater takes a training step on each batch, and extensions observe.
///
/// It works with any type of batch and does not know what is trained.
///
/// ```swift
/// let folder = try RunFolder("result", .new)
/// let trainer = Trainer(updater, on: images, until: .epochs(1000), writingTo: folder)
/// trainer.extend(LogReport(), every: .iterations(100))
/// trainer.extend(PrintTable(columns: ["epoch", "iteration", "loss"], on: console), every: .iterations(100))
/// trainer.extend(Snapshots(keeping: 3), every: .iterations(1000).orAtEnd)
/// try trainer.run()
/// ```
///
/// Source: Chainer's `training.Trainer`.
public final class Trainer {
  /// An extension with its trigger.
  struct Entry {
    let name: String
    let trigger: Trigger
    let priority: ExtensionPriority
    let body: any Extension
  }

  /// Takes the training steps.
  public let updater: any Updater
  /// The source of batches.
  public let batches: any BatchIterator
  /// The length of the run.
  public let length: TrainingLength
  /// The folder for the run's files.
  public let folder: RunFolder

  /// Completed iterations, including those before a resume.
  public internal(set) var iteration = 0
  /// The observation of the last iteration, or of the one before while a device computes the last and no extension runs.
  public private(set) var observation = Observation()
  /// Notes that snapshots carry besides the state, such as the recipe; under `notes/`.
  public var notes = NamedArrays()
  /// Called when a stop is requested, before the extensions are.
  public var willStop: (StopSignal) -> Void = { _ in }
  /// The path of the newest good snapshot: the last one written, or the one that the run resumed from.
  public internal(set) var lastSnapshot: String?

  /// The extensions by descending priority.
  private(set) var entries: [Entry] = []
  /// Seconds spent before this session.
  var earlierTime = 0.0
  private var startTime: Double?
  private let clock: () -> Double
  /// Passes the next batch to the updater, which takes batches of that type.
  private let step: () throws -> StepObservation
  /// The last iteration's observation, if it has not been waited for.
  var pending: StepObservation?

  /// A trainer at its first iteration.
  ///
  /// - Parameters:
  ///   - updater: Takes the training steps.
  ///   - batches: The source of batches.
  ///   - length: The length of the run.
  ///   - folder: The folder for the run's files.
  ///   - clock: Returns seconds since a fixed moment; must be monotonic.
  /// - Precondition: `length` is positive.
  public init<Batch>(
    _ updater: some Updater<Batch>,
    on batches: some BatchIterator<Batch>,
    until length: TrainingLength,
    writingTo folder: RunFolder,
    clock: @escaping () -> Double = Trainer.monotonicClock()
  ) {
    require(length.count > 0, "Trainer: a run of \(length)")
    self.updater = updater
    self.batches = batches
    self.length = length
    self.folder = folder
    self.clock = clock
    step = { try updater.begin(batches.next()) }
  }

  /// The progress through the dataset.
  public var progress: EpochProgress { batches.progress }
  /// Completed epochs.
  public var epoch: Int { progress.epoch }
  /// Completed epochs, including the share of the current one.
  public var epochDetail: Double { progress.epochs }
  /// Whether the run has reached its end.
  public var isFinished: Bool {
    length.isReached(iteration: iteration, epoch: epoch)
  }
  /// Seconds by the trainer's clock.
  public var now: Double { clock() }
  /// Seconds spent in `run`, including those before a resume.
  public var elapsedTime: Double { earlierTime + (startTime.map { clock() - $0 } ?? 0) }
  /// The current moment of the run.
  public var moment: Moment {
    Moment(iteration: iteration, progress: progress, isEnd: isFinished)
  }

  /// Adds an extension.
  ///
  /// - Parameters:
  ///   - body: The extension.
  ///   - trigger: When it runs.
  ///   - name: Its name, if not the extension's own.
  ///   - priority: Its priority, if not the extension's own.
  /// - Precondition: No other extension has the name.
  public func extend(
    _ body: any Extension,
    every trigger: Trigger,
    named name: String? = nil,
    priority: ExtensionPriority? = nil
  ) {
    let entry = Entry(
      name: name ?? body.name,
      trigger: trigger,
      priority: priority ?? body.priority,
      body: body
    )
    require(
      !entries.contains { $0.name == entry.name },
      "Trainer: two extensions of the name \(entry.name)"
    )
    let place = entries.firstIndex { $0.priority < entry.priority } ?? entries.endIndex
    entries.insert(entry, at: place)
  }

  /// The extension with a name.
  public func findExtension(named name: String) -> (any Extension)? {
    entries.first { $0.name == name }?.body
  }

  /// Adds to the observation of the current iteration, for extensions such as an evaluation; all extensions record it.
  ///
  /// - Throws: `NonFiniteValue` if a value is not finite, and what extensions throw.
  public func report(_ observation: Observation) throws {
    if let (name, value) = observation.firstNonFinite {
      throw NonFiniteValue(
        iteration: iteration,
        name: name,
        value: value,
        lastSnapshot: lastSnapshot
      )
    }
    self.observation.merge(observation)
    for entry in entries { try entry.body.record(observation, in: self) }
  }

  /// Waits for the last iteration's observation, if that has not been done.
  func settle() throws {
    guard let step = pending else { return }
    pending = nil
    let observed = try step.value
    observation = Observation()
    try report(observed)
  }

  /// Trains until the end of the run or until a stop is requested.
  ///
  /// A stop lets the current iteration finish and informs the extensions, so that `Snapshots` writes one.
  /// Extensions are finalized in any case.
  ///
  /// - Parameters:
  ///   - request: Asks the run to stop.
  ///   - agree: Asked before each iteration with the signal that has come, if any; the run stops for the one that
  ///     it returns. Several processes that share a run stop at the same iteration by it.
  /// - Returns: How the run ended.
  /// - Throws: `NonFiniteValue` where an observation is not finite, before any extension has recorded
  ///   it, and whatever updater, batches and extensions throw.
  @discardableResult
  public func run(
    stopping request: StopRequest = StopRequest(),
    agreeing agree: (StopSignal?) throws -> StopSignal? = { $0 }
  ) throws -> RunOutcome {
    let outcome: RunOutcome
    startTime = clock()
    do {
      for entry in entries { try entry.body.initialize(self) }
      outcome = try iterate(stopping: request, agreeing: agree)
    } catch {
      // What stopped the run matters more than what else fails now.
      for entry in entries { try? entry.body.finalize(self) }
      stopClock()
      throw error
    }
    defer { stopClock() }
    // One that cannot write its file is no reason for the others not to write theirs.
    let problems = entries.compactMap { entry in
      Result { try entry.body.finalize(self) }.failure
    }
    if let first = problems.first { throw first }
    return outcome
  }

  private func stopClock() {
    earlierTime = elapsedTime
    startTime = nil
  }

  private func iterate(
    stopping request: StopRequest,
    agreeing agree: (StopSignal?) throws -> StopSignal?
  ) throws -> RunOutcome {
    let firstIteration = iteration
    while !isFinished {
      if let signal = try agree(request.signal) {
        try settle()
        willStop(signal)
        if iteration > firstIteration {
          for entry in entries { try entry.body.interrupt(self) }
        }
        return .interrupted(signal, snapshot: lastSnapshot)
      }
      let previous = moment
      let begun = try step()
      // While a device computes this step.
      try settle()
      iteration += 1
      pending = begun
      let now = moment
      let runs = entries.map { $0.trigger.fires(from: previous, to: now) }
      if case .known = begun { try settle() }
      if runs.contains(true) { try settle() }
      for (entry, runs) in zip(entries, runs) {
        try entry.body.observe(self)
        if runs { try entry.body.run(in: self) }
      }
    }
    try settle()
    return .finished
  }

  /// What the run's end should mention, extension by extension.
  public var findings: [RunFinding] { entries.flatMap { $0.body.findings(in: self) } }

  /// The time since this call, in seconds, by a clock that never goes back.
  public static func monotonicClock() -> () -> Double {
    let start = ContinuousClock.now
    return { start.duration(to: .now) / .seconds(1) }
  }
}

extension Result {
  /// What was thrown, if anything.
  fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}

/// How a run ended that did not fail.
public enum RunOutcome: Equatable, Sendable {
  /// It reached its length.
  case finished
  /// It was asked to stop; `snapshot` is the path to resume from, or `nil` if there is none.
  case interrupted(StopSignal, snapshot: String?)
}
