import Archives
import Datasets
import FileTestSupport
import Foundation
import Imaging
import Recipes
import Terminal
import Testing
import Training

@Suite struct EventLogTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for index in 0..<4 {
      let pixels = (0..<256).map { UInt8(truncatingIfNeeded: $0 * (index + 3)) }
      let image = Image(height: 16, width: 16, channels: 1, pixels: pixels)
      try folder.write(PNG.encode(image), as: "images/\(index).png")
    }
  }

  /// Trains the narrowest recipe to so many iterations; a log entry after each, a preview after every second.
  private func train(
    to iterations: Int,
    from start: TrainingRun.Start = .anew(overwriting: false),
    out: String = "run",
    seed: UInt64 = 0,
    tensorboard: Bool = true
  ) throws {
    var recipe = Recipe.mlpMNIST
    recipe.dataset = folder("images")
    recipe.image = ImageShape(height: 16, width: 16, channels: 1)
    recipe.channels = 4
    recipe.batchSize = 2
    recipe.seed = seed
    recipe.length = .iterations(iterations)
    recipe.intervals = Recipe.Intervals(log: 1, progress: 10, preview: 2, snapshot: 3)
    recipe.preview = Recipe.Preview(rows: 1, columns: 2)
    recipe.hasEvents = tensorboard
    try TrainingRun(recipe, writingTo: folder(out), start: start).run(on: Console(.lines) { _ in })
  }

  private func snapshot(_ iteration: Int, of out: String = "run") throws -> TrainingRun.Start {
    .from(try SnapshotFile(readingFrom: folder("\(out)/snapshot_iter_\(iteration).npz")))
  }

  /// All events, file by file.
  private func events(of out: String = "run") throws -> [Event] {
    try folder.eventFiles(of: out).flatMap { name in
      var reader = try RecordReader(folder("\(out)/\(name)"))
      var events: [Event] = []
      while let record = try reader.next() {
        events.append(try #require(Event(record: record)))
      }
      let isDamaged = reader.isDamaged
      #expect(!isDamaged)
      return events
    }
  }

  /// Checks that the files hold each entry of the log and each preview once, and nothing else.
  ///
  /// There are previews of even iterations, and of those at which sessions ended.
  private func checkEvents(
    of out: String = "run",
    to iterations: Int,
    endingAt ends: Set<Int> = []
  ) throws {
    let events = try events(of: out)
    let scalars = events.filter { if case .scalar = $0.values.first?.kind { true } else { false } }
    #expect(scalars.map(\.step).sorted() == Array(1...iterations))
    let log = try JSONDecoder().decode(
      [[String: Double]].self,
      from: Data(contentsOf: URL(fileURLWithPath: folder("\(out)/log")))
    )
    for event in scalars {
      let entry = try #require(log.first { $0["iteration"] == Double(event.step) })
      for value in event.values {
        #expect(try value.kind == .scalar(Float(#require(entry[value.tag]))))
      }
      #expect(event.values.count == entry.count - 3)
    }
    let previews = (1...iterations).filter {
      $0.isMultiple(of: 2) || $0 == iterations || ends.contains($0)
    }
    let images = events.filter { if case .image = $0.values.first?.kind { true } else { false } }
    #expect(images.map(\.step).sorted() == previews)
    for event in images {
      let path = folder("\(out)/" + FileSeries.previews.path(of: event.step))
      let file = try InputFile.read(path, limit: 1 << 20)
      #expect(
        event.values == [.init("preview", .image(height: 16, width: 32, channels: 1, file: file))]
      )
    }
    #expect(events.first?.content == .version)
    #expect(events.count { $0.values.first?.tag == "recipe" } >= 1)
  }

  @Test func holdEverythingOnce() throws {
    try train(to: 7)
    try checkEvents(to: 7)
    #expect(try folder.eventFiles(of: "run").count == 1)
    let times = try events().map(\.time)
    #expect(times == times.sorted())
  }

  @Test func noneAreWrittenUnasked() throws {
    try train(to: 3, tensorboard: false)
    #expect(try folder.eventFiles(of: "run").isEmpty)
  }

  /// What came after the snapshot goes, whatever session wrote it.
  @Test func resumedRunsGoOnAtTheSnapshot() throws {
    try train(to: 7)
    try train(to: 9, from: snapshot(7))
    try checkEvents(to: 9, endingAt: [7])
    try train(to: 8, from: snapshot(3))
    try checkEvents(to: 8)
    try train(to: 5, from: snapshot(3))
    try checkEvents(to: 5)
    let starts = try events().filter { $0.content == .sessionStart }.map(\.step)
    #expect(starts == [4])
    // The recipe's length is another in the last session; those between are void.
    #expect(
      try events().filter { $0.values.first?.tag == "recipe" }.map(\.step) == [0, 4]
    )
  }

  @Test func resumedRunsMendWhatAKillLeft() throws {
    try train(to: 6)
    let path = folder("run/" + (try #require(folder.eventFiles(of: "run").first)))
    let bytes = try InputFile.read(path, limit: 1 << 24)
    for count in [0, 5, 60, bytes.count / 2, bytes.count - 1] {
      try Data(bytes[..<count]).write(to: URL(fileURLWithPath: path))
      try train(to: 7, from: snapshot(6))
      try checkEvents(to: 7)
      try folder.removeEventFiles(of: "run", but: path)
    }
  }

  /// A run that began without them has them all from its resumption on.
  @Test func runsThatBeganWithoutAreCompleted() throws {
    try train(to: 6, tensorboard: false)
    try train(to: 7, from: snapshot(6))
    try checkEvents(to: 7)
  }

  /// A finished run, too.
  @Test func finishedRunsAreCompleted() throws {
    try train(to: 6, tensorboard: false)
    try train(to: 6, from: snapshot(6))
    try checkEvents(to: 6)
  }

  /// What another run wrote disagrees with the log.
  @Test func otherRunsEventsGo() throws {
    try train(to: 6)
    try train(to: 6, out: "other", seed: 1)
    try FileManager.default.removeItem(atPath: folder("other/preview"))
    try train(to: 7, from: snapshot(3), out: "other")
    let scalars = try events(of: "other").filter { $0.values.first?.tag == "gen/loss" }
    #expect(scalars.map(\.step).sorted() == Array(1...7))
  }

  @Test func overwrittenRunsEventsGo() throws {
    try train(to: 7)
    try train(to: 4, from: .anew(overwriting: true), seed: 1)
    try checkEvents(to: 4)
    #expect(try folder.eventFiles(of: "run").count == 1)
  }
}

extension TemporaryFolder {
  /// The names of a run's event files, in order.
  fileprivate func eventFiles(of run: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: self(run)).sorted()
      .filter { $0.contains("tfevents") }
  }

  fileprivate func removeEventFiles(of run: String, but path: String) throws {
    for name in try eventFiles(of: run) where self("\(run)/\(name)") != path {
      try FileManager.default.removeItem(atPath: self("\(run)/\(name)"))
    }
  }
}
