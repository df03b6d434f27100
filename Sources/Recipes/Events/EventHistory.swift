internal import Archives
internal import Training

/// What the event files of earlier sessions hold of a run that resumes, once they have been put right.
///
/// Kept are the events up to the snapshot that agree with the log; a session that was killed may have written
/// later ones, half a record, or none of what its disk has lost.
struct EventHistory {
  /// The iterations of the log's entries that the files hold.
  private(set) var entries: Set<Int> = []
  /// The iterations of the previews that the files hold.
  private(set) var previews: Set<Int> = []
  /// The recipe that was shown last.
  private(set) var recipe: String?

  /// No files.
  init() {}

  /// Reads the event files in a run's folder, and replaces those that hold what the run no longer knows.
  ///
  /// - Parameters:
  ///   - folder: The run's folder.
  ///   - iteration: The iteration that the run resumes at.
  ///   - entries: The log so far.
  /// - Throws: `FileProblem` if a file cannot be read or replaced.
  init(of folder: RunFolder, upTo iteration: Int, agreeingWith entries: [LogEntry]) throws {
    let known = Dictionary(entries.map { ($0.iteration, $0.eventValues) }) { first, _ in first }
    for (name, _) in FileSeries.events.files(inRun: folder.path) {
      var (count, dropped): (Int, Set<Int>) = (0, [])
      var reader = try RecordReader(folder.path(of: name))
      while let record = try reader.next() {
        if !keeps(Event(record: record), upTo: iteration, known) { dropped.insert(count) }
        count += 1
      }
      guard reader.isDamaged || !dropped.isEmpty else { continue }
      try Self.rewrite(name, in: folder, count: count, without: dropped)
    }
  }

  /// Whether an event stays, which is noted.
  private mutating func keeps(
    _ event: Event?,
    upTo iteration: Int,
    _ known: [Int: [Event.Value]]
  ) -> Bool {
    guard let event, event.step <= iteration else { return false }
    guard let first = event.values.first else { return true }
    switch first.kind {
    case .scalar:
      return event.values == known[event.step] && entries.insert(event.step).inserted
    case .image: return previews.insert(event.step).inserted
    case .text(let text):
      recipe = text
      return true
    case .settings, .other: return true
    }
  }

  /// Replaces a file by what stays of it.
  private static func rewrite(
    _ name: String,
    in folder: RunFolder,
    count: Int,
    without dropped: Set<Int>
  ) throws {
    try folder.write(name) { path in
      var reader = try RecordReader(path)
      let file = try AtomicFile(path)
      for index in 0..<count {
        guard let record = try reader.next() else { break }
        if !dropped.contains(index) { try file.write(RecordFraming.framed(record)) }
      }
      try file.commit()
    }
  }
}

extension FileSeries {
  /// Event files, numbered by session: `events.out.tfevents.0000000001.forger`.
  static let events = FileSeries(from: "events.out.tfevents.", to: ".forger", digits: 10)
}
