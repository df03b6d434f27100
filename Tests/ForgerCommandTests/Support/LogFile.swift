import FileTestSupport
import Foundation
import Testing

/// An entry of a run's log, with no keys but these.
struct LogFileEntry: Equatable {
  let epoch: Int
  let iteration: Int
  let elapsedTime: Double
  /// `gen/loss`, `dis/loss`, `D(x)`, `D(G(z))` and what was asked for besides.
  let means: [String: Double]
}

/// The entries of the log in a folder, which must be valid JSON with the keys that a log has, and some more.
func logEntries(
  in folder: TemporaryFolder,
  _ path: String = "result/log",
  with more: [String] = [],
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> [LogFileEntry] {
  let data = try Data(contentsOf: URL(fileURLWithPath: folder(path)))
  let list = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: NSNumber]])
  return try list.map { entry in
    let means = ["gen/loss", "dis/loss", "D(x)", "D(G(z))"] + more
    #expect(
      Set(entry.keys) == Set(means + ["epoch", "iteration", "elapsed_time"]),
      sourceLocation: sourceLocation
    )
    return LogFileEntry(
      epoch: try #require(entry["epoch"]).intValue,
      iteration: try #require(entry["iteration"]).intValue,
      elapsedTime: try #require(entry["elapsed_time"]).doubleValue,
      means: entry.filter { means.contains($0.key) }.mapValues(\.doubleValue)
    )
  }
}
