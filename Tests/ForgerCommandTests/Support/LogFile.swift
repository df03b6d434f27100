import Archives
import FileTestSupport
import Foundation
import Testing

/// An entry of a run's log, with no keys but these.
struct LogFileEntry: Equatable {
  let epoch: Int
  let iteration: Int
  let elapsedTime: Double
  /// `gen/loss`, `dis/loss`, `D(x)` and `D(G(z))`.
  let means: [String: Double]
}

/// The entries of the log in a folder, which must be valid JSON with the keys that a log has.
func logEntries(
  in folder: TemporaryFolder,
  _ path: String = "result/log",
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> [LogFileEntry] {
  let data = try Data(contentsOf: URL(fileURLWithPath: folder(path)))
  let list = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: NSNumber]])
  return try list.map { entry in
    let means = ["gen/loss", "dis/loss", "D(x)", "D(G(z))"]
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

/// Expects that two runs came to the same: networks and previews byte for byte, snapshots and logs but
/// for the time that they took.
func expectSameRun(
  _ first: TemporaryFolder,
  _ second: TemporaryFolder,
  iteration: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let picture = "preview/image" + String(repeating: "0", count: 8 - "\(iteration)".count)
  let names = [
    "gen_iter_\(iteration).npz", "dis_iter_\(iteration).npz", "\(picture)\(iteration).png",
  ]
  for name in names {
    let bytes = try [first, second].map {
      try Data(contentsOf: URL(fileURLWithPath: $0("result/" + name)))
    }
    #expect(bytes[0] == bytes[1], "\(name) differs", sourceLocation: sourceLocation)
  }
  let snapshots = try [first, second].map {
    try NPZ.read($0("result/snapshot_iter_\(iteration).npz"))
  }
  let different = snapshots[0].names.filter { snapshots[0][$0] != snapshots[1][$0] }
  #expect(
    different.allSatisfy { $0.hasSuffix("elapsed_time") },
    "\(different)",
    sourceLocation: sourceLocation
  )
  let logs = try [first, second].map { try logEntries(in: $0) }
  #expect(logs[0].map(\.iteration) == logs[1].map(\.iteration), sourceLocation: sourceLocation)
  #expect(logs[0].map(\.epoch) == logs[1].map(\.epoch), sourceLocation: sourceLocation)
  #expect(logs[0].map(\.means) == logs[1].map(\.means), sourceLocation: sourceLocation)
}
