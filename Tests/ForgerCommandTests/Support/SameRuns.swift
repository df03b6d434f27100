import Archives
import FileTestSupport
import Foundation
import Testing

/// Expects that two runs in `result` came to the same: networks and previews byte for byte, snapshots and
/// logs but for the time that they took.
func expectSameRun(
  _ first: TemporaryFolder,
  _ second: TemporaryFolder,
  iteration: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let zeros = String(repeating: "0", count: 8 - "\(iteration)".count)
  let names = [
    "gen_iter_\(iteration).npz", "dis_iter_\(iteration).npz", "snapshot_iter_\(iteration).npz",
    "preview/image\(zeros)\(iteration).png", "log",
  ]
  let folders = (first("result"), second("result"))
  try expectSameFiles(names, in: folders.0, and: folders.1, sourceLocation: sourceLocation)
}

/// Expects that files of the same names in two runs' folders hold the same, byte for byte; snapshots and
/// logs but for the time that the runs took.
func expectSameFiles(
  _ names: [String],
  in first: String,
  and second: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for name in names {
    let paths = [first, second].map { $0 + "/" + name }
    if name.hasPrefix("snapshot") {
      let snapshots = try paths.map { try NPZ.read($0) }
      #expect(snapshots[0].names == snapshots[1].names, "\(name)", sourceLocation: sourceLocation)
      let different = snapshots[0].names.filter { snapshots[0][$0] != snapshots[1][$0] }
      let isTimeOnly = different.allSatisfy { $0.hasSuffix("elapsed_time") }
      #expect(isTimeOnly, "\(name): \(different)", sourceLocation: sourceLocation)
    } else if name == "log" {
      let logs = try paths.map { path in
        try String(contentsOfFile: path, encoding: .utf8)
          .replacing(/"elapsed_time": [^,}]*/, with: "")
      }
      #expect(logs[0] == logs[1], sourceLocation: sourceLocation)
    } else {
      let files = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      #expect(files[0] == files[1], "\(name) differs", sourceLocation: sourceLocation)
    }
  }
}
