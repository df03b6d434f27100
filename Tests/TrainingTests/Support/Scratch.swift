import Archives
import Foundation
import Training

/// A folder of a test's own, removed with this object.
final class Scratch {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "training-tests-\(UUID().uuidString)"
    )
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in it.
  func path(of name: String) -> String { path + "/" + name }

  /// Makes a file, and the folders on the way to it.
  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: path(of: name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(text.utf8).write(to: url)
  }

  /// The text of a file.
  func read(_ name: String) throws -> String {
    try String(contentsOfFile: path(of: name), encoding: .utf8)
  }

  /// What is in it but the lock, sorted.
  func names(in folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(of: folder)).sorted()
      .filter { $0 != ".lock" }
  }
}

/// A trainer of fakes, with everything that a test looks at.
struct Bench {
  let updater = FakeUpdater()
  let clock = FakeClock()
  let trainer: Trainer

  /// Each update takes `secondsPerUpdate` on the fake clock.
  init(
    in scratch: Scratch,
    until length: TrainingLength,
    opening: RunFolder.Opening = .new,
    files: RunFiles = RunFiles(),
    datasetCount: Int = 100,
    batchSize: Int = 10,
    secondsPerUpdate: Double = 1
  ) throws {
    trainer = Trainer(
      updater,
      on: FakeBatches(datasetCount: datasetCount, batchSize: batchSize),
      until: length,
      writingTo: try RunFolder(scratch.path(of: "result"), opening, files: files),
      clock: clock.read
    )
    let clock = clock
    updater.onUpdate = { _ in clock.time += secondsPerUpdate }
  }
}
