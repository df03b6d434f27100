import Archives
import Foundation
import Terminal
import Testing
import Training

@Suite struct LogReportTests {
  private func entries(of text: String) throws -> [[String: Double]] {
    try JSONDecoder().decode([[String: Double]].self, from: Data(text.utf8))
  }

  @Test func writesMeansSinceTheLastEntry() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(7), secondsPerUpdate: 0.25)
    for number in 1...7 {
      bench.updater.override[number] = ["gen/loss": Double(number), "D(x)": 0.5]
    }
    bench.trainer.extend(LogReport(), every: .iterations(3).orAtEnd)
    try bench.trainer.run()
    let text = try scratch.read("result/log")
    #expect(
      text == """
        [
        {"epoch": 0, "iteration": 3, "elapsed_time": 0.75, "gen/loss": 2.0, "D(x)": 0.5},
        {"epoch": 0, "iteration": 6, "elapsed_time": 1.5, "gen/loss": 5.0, "D(x)": 0.5},
        {"epoch": 0, "iteration": 7, "elapsed_time": 1.75, "gen/loss": 7.0, "D(x)": 0.5}
        ]

        """
    )
    #expect(
      try entries(of: text).last
        == ["epoch": 0, "iteration": 7, "elapsed_time": 1.75, "gen/loss": 7, "D(x)": 0.5]
    )
  }

  @Test func isValidAfterEveryEntry() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(5))
    bench.trainer.extend(LogReport(), every: .iterations(1))
    var counts: [Int] = []
    bench.trainer.extend(
      Periodic("reader") { _ in
        counts.append(try entries(of: scratch.read("result/log")).count)
      },
      every: .iterations(1)
    )
    try bench.trainer.run()
    #expect(counts == [1, 2, 3, 4, 5])
  }

  /// Foundation's decoder is the reference for extreme values and odd names.
  @Test(arguments: [
    0, -0.0, 1, 1e-5, .leastNonzeroMagnitude, 1.797_693_134_862_315_7e308, 0.1, 1.0 / 3,
    123_456_789_012, 1e21,
  ])
  func numbersReadBackExactly(value: Double) throws {
    let name = "a \"quoted\" \\ name\nwith \u{1} and é"
    let entry = LogEntry(epoch: 1, iteration: 2, elapsedTime: value, means: [name: value])
    let object = try JSONDecoder().decode([String: Double].self, from: Data(entry.json.utf8))
    #expect(object == ["epoch": 1, "iteration": 2, "elapsed_time": value, name: value])
  }

  @Test func writesNothingWhereNothingWasObserved() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(2))
    bench.updater.override = [1: [:], 2: [:]]
    bench.trainer.extend(LogReport(), every: .iterations(1))
    try bench.trainer.run()
    #expect(try scratch.names(in: "result") == [])
  }

  /// A clock that advances by a second whenever it is read makes each write seem to take one:
  /// the next must wait for nineteen more, and the end must not lose what waited.
  @Test func writesRarelyWhereWritingIsSlow() throws {
    let scratch = try Scratch()
    var time = 0.0
    let trainer = Trainer(
      FakeUpdater(),
      on: FakeBatches(datasetCount: 100, batchSize: 10),
      until: .iterations(100),
      writingTo: try RunFolder(scratch.path(of: "result"), .new),
      clock: {
        time += 1
        return time
      }
    )
    trainer.extend(LogReport(), every: .iterations(1))
    var lengths: Set<Int> = []
    trainer.extend(
      Periodic("reader") { _ in
        lengths.insert(try entries(of: scratch.read("result/log")).count)
      },
      every: .iterations(1)
    )
    try trainer.run()
    #expect(lengths.count > 3)
    #expect(lengths.count < 20)
    #expect(try entries(of: scratch.read("result/log")).count == 100)
  }

  @Test func keepsEntriesOfDifferentNamesInItsState() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(3))
    bench.updater.override = [1: ["a": 1], 2: ["b": 2], 3: ["a": 3, "b": 4]]
    let log = LogReport()
    bench.trainer.extend(log, every: .iterations(1))
    try bench.trainer.run()
    let copy = LogReport()
    try copy.restore(from: StateReader(log.state(), file: "file.npz"))
    #expect(copy.entries == log.entries)
    #expect(copy.entries.map(\.means) == [["a": 1], ["b": 2], ["a": 3, "b": 4]])
  }

  @Test func refusesInfiniteValuesInAState() throws {
    var state = try LogReport().state()
    state["epoch"] = NumpyArray(shape: [1], elements: .int64([0]))
    state["iteration"] = NumpyArray(shape: [1], elements: .int64([1]))
    state["elapsed_time"] = NumpyArray(shape: [1], elements: .float64([1]))
    state["means/a"] = NumpyArray(shape: [1], elements: .float64([.infinity]))
    #expect(throws: FileProblem.self) {
      try LogReport().restore(from: StateReader(state, file: "file.npz"))
    }
    state["means/a"] = NumpyArray(shape: [1], elements: .float64([1]))
    state["elapsed_time"] = NumpyArray(shape: [1], elements: .float64([.nan]))
    #expect(throws: FileProblem.self) {
      try LogReport().restore(from: StateReader(state, file: "file.npz"))
    }
  }
}
