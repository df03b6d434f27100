internal import Archives
internal import Foundation

/// The file `log` of a run, read back.
public enum LogFile {
  /// The most bytes of a log: those of some million entries.
  private static let longest = 1 << 29

  /// The entries of the log at `path`, by iteration.
  ///
  /// Observations come in the order of the first entry that has them in Forger's logs: losses first.
  ///
  /// - Throws: `FileProblem` if it cannot be read or is no log.
  public static func entries(readingFrom path: String) throws -> [LogEntry] {
    let bytes = try InputFile.read(path, limit: longest)
    let objects: [[String: Double?]]
    do {
      objects = try JSONDecoder().decode([[String: Double?]].self, from: Data(bytes))
    } catch {
      throw FileProblem(
        path,
        found: "is not a list of objects with numbers",
        expected: "the log of a run, in JSON"
      )
    }
    let entries = try objects.enumerated().map { index, object in
      guard let entry = entry(object) else {
        throw FileProblem(
          path,
          found: "has an entry, number \(index + 1), without epoch, iteration or elapsed_time",
          expected: "these three, not negative, in each entry"
        )
      }
      return entry
    }
    return entries.sorted { $0.iteration < $1.iteration }
  }

  private static let own = ["epoch", "iteration", "elapsed_time"]
  private static let first = ["gen/loss", "dis/loss", "D(x)", "D(G(z))"]

  private static func entry(_ object: [String: Double?]) -> LogEntry? {
    guard let epoch = object["epoch"]?.flatMap(Int.init(exactly:)),
      let iteration = object["iteration"]?.flatMap(Int.init(exactly:)),
      let time = object["elapsed_time"] ?? nil, time >= 0, epoch >= 0, iteration >= 0
    else { return nil }
    var means = Observation()
    let others = object.keys.filter { !own.contains($0) && !first.contains($0) }.sorted()
    for name in first + others { means[name] = object[name] ?? nil }
    return LogEntry(epoch: epoch, iteration: iteration, elapsedTime: time, means: means)
  }
}
