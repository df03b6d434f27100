internal import Archives
internal import Foundation
internal import Imaging
internal import Terminal
internal import Training

/// Writes what happens in a run to event files, which TensorBoard shows: the log's entries, the previews and the
/// recipe's settings.
///
/// Each session of a run appends to a file of its own. A session that resumes at a snapshot first takes out of
/// the earlier files what came after it, and adds what they lack, so that all files together hold every entry
/// and every preview of the run once. What a snapshot has seen is on the disk before the snapshot is.
final class EventLog: Extension {
  let name = "tensorboard"

  private let recipe: Recipe
  /// When a preview has just been written.
  private let previews: Trigger
  private let clock: () -> Double
  private var history = EventHistory()
  private var file: AppendedFile?
  /// The log's entries that are in the files.
  private var writtenEntries = 0
  /// The iteration at which the session began.
  private var start = 0
  /// The moments before and after the last iteration.
  private var (before, now): (Moment?, Moment?)

  /// An event log.
  ///
  /// - Parameters:
  ///   - recipe: The run's recipe, which is shown.
  ///   - previews: When the run writes its previews.
  ///   - clock: Returns seconds since 1970.
  init(
    of recipe: Recipe,
    previews: Trigger,
    clock: @escaping () -> Double = { Date().timeIntervalSince1970 }
  ) {
    (self.recipe, self.previews, self.clock) = (recipe, previews, clock)
  }

  /// After a restore, takes out what came later, and adds what is missing.
  func initialize(_ trainer: Trainer) throws {
    (start, now) = (trainer.iteration, trainer.moment)
    // The files of a run that is to be overwritten stay until this one writes its first.
    guard start > 0 else { return }
    let entries = trainer.log?.entries ?? []
    writtenEntries = entries.count
    history = try EventHistory(of: trainer.folder, upTo: start, agreeingWith: entries)
    try append(missing(of: entries, trainer), trainer)
  }

  func observe(_ trainer: Trainer) throws { (before, now) = (now, trainer.moment) }

  func run(in trainer: Trainer) throws {
    let entries = trainer.log?.entries ?? []
    var events = entries.dropFirst(writtenEntries).compactMap { event(of: $0, at: clock()) }
    writtenEntries = entries.count
    if let before, let now, previews.fires(from: before, to: now) {
      let path = trainer.folder.path(of: FileSeries.previews.path(of: trainer.iteration))
      try events.append(preview(at: path, step: trainer.iteration, time: clock()))
    }
    try append(events, trainer)
  }

  /// A snapshot is about to be written, or somebody else asks.
  func state() throws -> NamedArrays {
    try file?.sync()
    return NamedArrays()
  }

  func finalize(_ trainer: Trainer) throws {
    try file?.sync()
    file = nil
  }

  /// How the run's curves are looked at.
  func findings(in trainer: Trainer) -> [RunFinding] {
    FileSeries.events.files(inRun: trainer.folder.path).isEmpty
      ? [] : [.note("tensorboard --logdir \(quoted(trainer.folder.path))", about: "curves")]
  }

  /// Appends events to the session's file, which begins with the first of them.
  private func append(_ events: [Event], _ trainer: Trainer) throws {
    guard let first = events.first else { return }
    let file = try self.file ?? open(trainer, at: first.time)
    self.file = file
    try file.append(events.flatMap { RecordFraming.framed($0.record) })
  }

  /// Starts the session's file; what is said of the session is of its first step, so that it goes with it.
  private func open(_ trainer: Trainer, at time: Double) throws -> AppendedFile {
    let existing = FileSeries.events.files(inRun: trainer.folder.path)
    let path = FileSeries.events.path(of: (existing.last?.iteration ?? 0) + 1)
    let step = start > 0 ? start + 1 : 0
    var events = [Event(time: time, step: 0, .version)]
    if start > 0 { events.append(Event(time: time, step: step, .sessionStart)) }
    if history.recipe != recipe.eventText {
      events.append(Event(time: time, step: step, .values(recipe.eventValues)))
    }
    try trainer.folder.write(path) {
      try AtomicFile.write(events.flatMap { RecordFraming.framed($0.record) }, to: $0)
    }
    // What another run left, or one that was overwritten.
    if start == 0 {
      for (old, _) in existing where old != path { unlink(trainer.folder.path(of: old)) }
    }
    return try AppendedFile(trainer.folder.path(of: path))
  }

  /// The entries and previews so far that no file holds.
  private func missing(of entries: [LogEntry], _ trainer: Trainer) -> [Event] {
    let beginning = clock() - trainer.elapsedTime
    let scalars = entries.filter { !history.entries.contains($0.iteration) }
      .compactMap { event(of: $0, at: beginning + $0.elapsedTime) }
    let images = FileSeries.previews.files(inRun: trainer.folder.path)
      .filter { $0.iteration <= start && !history.previews.contains($0.iteration) }
      .compactMap { file in
        // One that cannot be read is none.
        try? preview(
          at: trainer.folder.path(of: file.path),
          step: file.iteration,
          time: beginning
            + (entries.last { $0.iteration <= file.iteration }?.elapsedTime ?? 0)
        )
      }
    return (scalars + images).sorted { $0.step < $1.step }
  }

  /// An entry's means, but for those that are not finite.
  private func event(of entry: LogEntry, at time: Double) -> Event? {
    let values = entry.eventValues
    return values.isEmpty ? nil : Event(time: time, step: entry.iteration, .values(values))
  }

  private func preview(at path: String, step: Int, time: Double) throws -> Event {
    let bytes = try InputFile.read(path, limit: Self.longestPreview)
    let header = try ImageFile.header(of: path)
    let image = Event.Value.Kind.image(
      height: header.height,
      width: header.width,
      channels: header.channels,
      file: bytes
    )
    return Event(time: time, step: step, .values([Event.Value("preview", image)]))
  }

  private static let longestPreview = 1 << 27
}

extension LogEntry {
  /// The means as an event file holds them, in single precision.
  var eventValues: [Event.Value] {
    means.names.compactMap { name in
      guard let value = means[name].map(Float.init), value.isFinite else { return nil }
      return Event.Value(name, .scalar(value))
    }
  }
}
