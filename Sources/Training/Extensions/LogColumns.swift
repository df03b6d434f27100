import Archives

/// The log's entries as arrays for a snapshot: `epoch`, `iteration`, `elapsed_time` and, for each
/// name that was observed, `means/NAME`, all of one length.
///
/// A name that an entry lacks is NaN there, since no observed value can be NaN.
enum LogColumns {
  /// The arrays of entries.
  static func arrays(of entries: [LogEntry]) -> NamedArrays {
    var arrays = NamedArrays()
    func add(_ name: String, _ elements: NumpyArray.Elements) {
      arrays[name] = NumpyArray(shape: [entries.count], elements: elements)
    }
    add("epoch", .int64(entries.map { Int64($0.epoch) }))
    add("iteration", .int64(entries.map { Int64($0.iteration) }))
    add("elapsed_time", .float64(entries.map(\.elapsedTime)))
    var names = Observation()
    for entry in entries { names.merge(entry.means) }
    for name in names.names {
      add("means/" + name, .float64(entries.map { $0.means[name] ?? .nan }))
    }
    return arrays
  }

  /// The entries in a log's state; `since/` is left to the log.
  ///
  /// - Throws: `FileProblem` if an array is missing, of another type or length, or holds a number that no run
  ///   produces.
  static func entries(of state: StateReader) throws(FileProblem) -> [LogEntry] {
    let iterations = try state.integers("iteration")
    let count = iterations.count
    let epochs = try state.integers("epoch", count: count)
    let times = try state.numbers("elapsed_time", count: count, in: 0...StateReader.longestTime)
    var means = [Observation](repeating: Observation(), count: count)
    for name in state.section("means/").names {
      let values = try state.numbers("means/" + name, count: count, missing: true)
      for (index, value) in values.enumerated() where !value.isNaN { means[index][name] = value }
    }
    return iterations.indices.map { index in
      LogEntry(
        epoch: epochs[index],
        iteration: iterations[index],
        elapsedTime: times[index],
        means: means[index]
      )
    }
  }
}
