import FileTestSupport
import Foundation
import Serving
import Testing

/// How a run's log is read, and read on.
@Suite struct LogReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func line(_ iteration: Int, _ loss: Double) -> String {
    "{\"epoch\": \(iteration / 10), \"iteration\": \(iteration), \"elapsed_time\": \(Double(iteration) / 4), "
      + "\"gen/loss\": \(loss), \"D(x)\": 0.5}"
  }

  private func write(_ lines: [String]) throws {
    try folder.write(Array(("[\n" + lines.joined(separator: ",\n") + "\n]\n").utf8), as: "log")
  }

  @Test func numbersAreThoseOfTheFile() throws {
    var generator = SplitMix64(state: 3)
    var numbers = (0..<500).map { _ in
      Double(sign: .plus, exponent: Int.random(in: -40...40, using: &generator), significand: 1)
        * Double.random(in: -2...2, using: &generator)
    }
    numbers += [0, -0.0, 1e-30, 123_456_789_012_345_678, 1, 0.1, 1e22, 1e23, -5.5]
    try write(numbers.enumerated().map { line($0.offset + 1, $0.element) })
    var reader = LogReader(folder("log"))
    let change1 = reader.refresh()
    #expect(change1)
    #expect(reader.table.iterations == Array(1...numbers.count))
    #expect(reader.table.names == ["gen/loss", "D(x)"])
    #expect(reader.table.seconds[7] == 2)
    for (found, number) in zip(reader.table.columns[0], numbers) {
      // A product and a power of ten, rounded once each, then to single precision.
      #expect(abs(Double(found) - number) <= abs(number) * 1.3e-7)
    }
  }

  @Test func whatIsAddedIsReadOn() throws {
    var lines = (1...100).map { line(10 * $0, 1) }
    try write(lines)
    var reader = LogReader(folder("log"))
    let change2 = reader.refresh()
    #expect(change2)
    let change3 = reader.refresh()
    #expect(!change3)
    #expect(reader.revision == 1)
    lines += (101...150).map { line(10 * $0, 2) }
    try write(lines)
    let change4 = reader.refresh()
    #expect(change4)
    #expect(reader.table.count == 150)
    #expect(reader.table.columns[0].last == 2)
  }

  @Test func aRunThatIsResumedEarlierIsReadAnew() throws {
    try write((1...100).map { line(10 * $0, 1) })
    var reader = LogReader(folder("log"))
    _ = reader.refresh()
    try write((1...50).map { line(10 * $0, 1) } + [line(505, 3)])
    let change5 = reader.refresh()
    #expect(change5)
    #expect(reader.table.count == 51)
    #expect(reader.table.iterations.last == 505)
    try FileManager.default.removeItem(atPath: folder("log"))
    let change6 = reader.refresh()
    #expect(change6)
    #expect(reader.table.count == 0)
  }

  @Test func quantitiesMayComeAndGo() throws {
    try write([
      #"{"iteration": 1, "a": 1}"#, #"{"iteration": 2, "b": 2}"#,
      #"{"iteration": 3, "a": null, "b": 3}"#,
      #"{"iteration": 4, "c \u0041\"": 4}"#,
    ])
    var reader = LogReader(folder("log"))
    _ = reader.refresh()
    let table = reader.table
    #expect(table.names == ["a", "b", "c A\""])
    let texts = table.columns.map { $0.map { $0.isNaN ? "-" : "\(Int($0))" }.joined() }
    #expect(texts == ["1---", "-23-", "---4"])
  }

  @Test(arguments: [
    "not JSON at all", "{", "{}", "{\"iteration\": \"x\"}", "{\"iteration\": [1]}",
    "{\"iteration\": 1e300}", "{\"iteration\": -4}", "{\"a\": 1}", "\u{0}\u{1}\u{2}",
    "{\"iteration\":",
    "{\"iteration\": 5 \"a\": 2}", "{\"\\",
  ])
  func linesThatAreNoEntriesAreSkipped(_ other: String) throws {
    try write([line(1, 1), other, line(2, 1)])
    var reader = LogReader(folder("log"))
    _ = reader.refresh()
    #expect(reader.table.iterations == [1, 2])
    #expect(reader.table.skipped == 1)
  }

  @Test func columnsAreBounded() throws {
    try write((1...400).map { "{\"iteration\": \($0), \"name\($0)\": 1}" })
    var reader = LogReader(folder("log"))
    _ = reader.refresh()
    #expect(reader.table.count == 400)
    #expect(reader.table.names.count == LogTable.mostColumns)
  }

  @Test func whatIsNoFileIsNotWaitedFor() throws {
    #expect(mkfifo(folder("log"), 0o600) == 0)
    var reader = LogReader(folder("log"))
    let change7 = reader.refresh()
    #expect(!change7)
    #expect(reader.table.count == 0)
  }

  @Test(arguments: [7, 100, 999, 1000, 5000])
  func curvesKeepMeansAndExtremes(_ most: Int) throws {
    let values = (1...1000).map { sin(Double($0)) * Double($0) }
    try write(values.enumerated().map { line($0.offset + 1, $0.element) })
    var reader = LogReader(folder("log"))
    _ = reader.refresh()
    let curves = Curves(of: reader.table, revision: 1, in: 101...900, most: most)
    #expect(curves.entries == 1000)
    #expect(curves.shown == 800)
    #expect(curves.iteration.count == min(most, 800))
    #expect(curves.iteration.last == 900)
    let series = try #require(curves.series.first)
    var first = 101
    for (index, last) in curves.iteration.enumerated() {
      let part = values[(first - 1)..<last]
      // Each is a single-precision number.
      let room = 2e-4
      let mean = try #require(series.mean[index])
      #expect(abs(Double(mean) - part.reduce(0, +) / Double(part.count)) < room)
      if most < 800 {
        #expect(abs(Double(series.least?[index] ?? .nan) - (part.min() ?? 0)) < room)
        #expect(abs(Double(series.greatest?[index] ?? .nan) - (part.max() ?? 0)) < room)
      }
      first = last + 1
    }
    #expect(first == 901)
  }

  @Test func aLogOfManyBlocksIsReadWhole() throws {
    // More than the reader takes at once, so that entries lie across its blocks.
    let count = 60_000
    try write((1...count).map { line($0, Double($0)) })
    var reader = LogReader(folder("log"))
    _ = reader.refresh()
    #expect(reader.table.iterations == Array(1...count))
    #expect(reader.table.skipped == 0)
  }
}
