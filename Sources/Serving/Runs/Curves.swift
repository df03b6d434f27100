/// A run's curves, thinned for drawing: each point stands for some entries in a row, by their mean and range.
package struct Curves: Encodable, Sendable {
  /// One quantity.
  package struct Series: Encodable, Sendable {
    /// Its name in the log.
    package let name: String
    /// The means of the entries that each point stands for; none where they have no value.
    package var mean: [Float?] = []
    /// The least of them, unless each point is one entry.
    package var least: [Float?]?
    /// The greatest of them.
    package var greatest: [Float?]?
  }

  /// The state of the log that they were made from.
  package let revision: Int
  /// The number of entries in all, and in the part that was asked for.
  package let entries: Int
  /// See above.
  package let shown: Int
  /// The last iteration of each point's entries.
  package var iteration: [Int] = []
  /// The seconds of training by then.
  var seconds: [Double] = []
  /// The epochs by then.
  var epoch: [Int32] = []
  /// The quantities.
  package var series: [Series] = []

  /// Curves of at most so many points.
  ///
  /// - Parameters:
  ///   - table: The log.
  ///   - revision: The state of the log.
  ///   - range: The iterations that are wanted.
  ///   - most: The most points.
  package init(of table: LogTable, revision: Int, in range: ClosedRange<Int>, most: Int) {
    let first = table.index(of: range.lowerBound)
    let last = range.upperBound == .max ? table.count : table.index(of: range.upperBound + 1)
    let count = max(last - first, 0)
    (self.revision, entries, shown) = (revision, table.count, count)
    let points = min(count, most)
    guard points > 0 else {
      series = table.names.map { Series(name: $0) }
      return
    }
    // Point k stands for the entries from ends[k] to ends[k + 1].
    let ends = (0...points).map { first + $0 * count / points }
    for end in ends.dropFirst() {
      iteration.append(table.iterations[end - 1])
      seconds.append((table.seconds[end - 1] * 1000).rounded() / 1000)
      epoch.append(table.epochs[end - 1])
    }
    let isThinned = points < count
    for (name, column) in zip(table.names, table.columns) {
      series.append(Self.series(name, column, ends, isThinned: isThinned))
    }
  }

  private static func series(
    _ name: String,
    _ column: [Float],
    _ ends: [Int],
    isThinned: Bool
  ) -> Series {
    var series = Series(name: name)
    guard isThinned else {
      series.mean = ends.dropLast().map { column[$0].isFinite ? column[$0] : nil }
      return series
    }
    var (least, greatest): ([Float?], [Float?]) = ([], [])
    column.withUnsafeBufferPointer { column in
      for index in 0..<(ends.count - 1) {
        var (sum, number) = (0.0, 0)
        var (low, high) = (Float.infinity, -Float.infinity)
        for entry in ends[index]..<ends[index + 1] {
          let value = column[entry]
          guard value.isFinite else { continue }
          sum += Double(value)
          number += 1
          low = min(low, value)
          high = max(high, value)
        }
        series.mean.append(number > 0 ? Float(sum / Double(number)) : nil)
        least.append(number > 0 ? low : nil)
        greatest.append(number > 0 ? high : nil)
      }
    }
    (series.least, series.greatest) = (least, greatest)
    return series
  }
}
