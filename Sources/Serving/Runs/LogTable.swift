/// The entries of a run's log, column by column.
package struct LogTable: Sendable {
  /// The most columns besides those that every log has; further names are ignored.
  package static let mostColumns = 128
  /// The most entries; further ones are ignored.
  static let mostEntries = 8_000_000
  private static let longestName = 120

  /// The iterations, ascending.
  package private(set) var iterations: [Int] = []
  /// Completed epochs.
  private(set) var epochs: [Int32] = []
  /// Seconds of training.
  package private(set) var seconds: [Double] = []
  /// The names of the other columns, in the order in which they first appeared.
  package private(set) var names: [String] = []
  /// Their values; NaN where an entry has none.
  package private(set) var columns: [[Float]] = []
  /// The names' bytes, as they stand between quotes.
  private var keys: [[UInt8]] = []
  /// How many lines were no entries.
  package private(set) var skipped = 0

  /// The number of entries.
  package var count: Int { iterations.count }

  /// The index of the first entry at or after an iteration.
  func index(of iteration: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if iterations[middle] < iteration { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The last value of a column.
  func last(_ name: String) -> Float? {
    guard let index = names.firstIndex(of: name), let value = columns[index].last, !value.isNaN
    else { return nil }
    return value
  }

  /// Adds the entry of one line, unless it is none or comes before the last one.
  mutating func add(_ line: UnsafeBufferPointer<UInt8>) {
    var scanner = LineScanner(line)
    scanner.skip([0x20, 0x2C, 0x0D, 0x09])
    guard let start = scanner.peek else { return }
    // The brackets of the list.
    if start == 0x5B || start == 0x5D { return }
    guard count < Self.mostEntries, add(&scanner) else {
      skipped += 1
      return
    }
  }

  private mutating func add(_ scanner: inout LineScanner) -> Bool {
    guard scanner.take(0x7B) else { return false }
    var (iteration, epoch, elapsed): (Double?, Double?, Double?)
    var values: [(column: Int, value: Float)] = []
    var position = 0
    while true {
      scanner.skip([0x20])
      guard let key = scanner.key() else { return false }
      scanner.skip([0x20])
      guard scanner.take(0x3A) else { return false }
      scanner.skip([0x20])
      guard let value = scanner.number() else { return false }
      switch key.count {
      case 9 where key.elementsEqual("iteration".utf8): iteration = value
      case 5 where key.elementsEqual("epoch".utf8): epoch = value
      case 12 where key.elementsEqual("elapsed_time".utf8): elapsed = value
      default:
        if let column = column(key, expected: position) {
          values.append((column, Float(value)))
          position = column + 1
        }
      }
      scanner.skip([0x20])
      if scanner.take(0x2C) { continue }
      guard scanner.take(0x7D) else { return false }
      break
    }
    guard let iteration, iteration >= 0, iteration < 1e15, iteration > Double(iterations.last ?? -1)
    else { return false }
    iterations.append(Int(iteration))
    epochs.append(Int32(clamping: Int(min(max(epoch ?? 0, 0), 2e9))))
    seconds.append(elapsed.map { $0.isFinite ? $0 : 0 } ?? 0)
    for (column, value) in values where columns[column].count < count {
      let missing = count - 1 - columns[column].count
      if missing > 0 { columns[column] += Array(repeating: .nan, count: missing) }
      columns[column].append(value)
    }
    for column in columns.indices where columns[column].count < count {
      columns[column] += Array(repeating: .nan, count: count - columns[column].count)
    }
    return true
  }

  /// The column of a key, which is mostly the expected one.
  private mutating func column(_ key: UnsafeBufferPointer<UInt8>, expected: Int) -> Int? {
    if expected < keys.count, keys[expected].elementsEqual(key) { return expected }
    if let index = keys.firstIndex(where: { $0.elementsEqual(key) }) { return index }
    guard keys.count < Self.mostColumns, key.count <= Self.longestName else { return nil }
    keys.append(Array(key))
    names.append(LineScanner.text(ofKey: key))
    columns.append(Array(repeating: .nan, count: count))
    return keys.count - 1
  }
}
