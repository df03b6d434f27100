import Archives

/// The log's entries as arrays for a snapshot: `epoch`, `iteration`, `elapsed_time` and, for each
/// name that was observed, `means/NAME`, all of one length.
///
/// A name that an entry lacks is a NaN there, since no observed value can be one.
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

  /// The entries of arrays.
  ///
  /// - Throws: `FileProblem` where an array is missing, unknown, of another type or length, or holds a time
  ///   or mean that is infinite.
  static func entries(of arrays: NamedArrays, path: String) throws(FileProblem) -> [LogEntry] {
    let own = ["epoch", "iteration", "elapsed_time"]
    let sections = ["means/", "since/"]
    for name in arrays.names
    where !own.contains(name) && !sections.contains(where: name.hasPrefix) {
      throw FileProblem(
        path,
        found: "the log's state holds an array \(name)",
        expected: "those of a log"
      )
    }
    let iterations = try integers("iteration", of: arrays, path: path)
    let count = iterations.count
    let epochs = try integers("epoch", of: arrays, path: path, count: count)
    let times = try numbers("elapsed_time", of: arrays, path: path, count: count)
    if let time = times.first(where: { !$0.isFinite }) {
      throw FileProblem(
        path,
        found: "the log's array elapsed_time holds \(time)",
        expected: "finite values"
      )
    }
    var means = [Observation](repeating: Observation(), count: count)
    for name in arrays.section("means/").names {
      let values = try numbers("means/" + name, of: arrays, path: path, count: count)
      if let value = values.first(where: \.isInfinite) {
        throw FileProblem(
          path,
          found: "the log's array means/\(name) holds \(value)",
          expected: "finite values"
        )
      }
      for (index, value) in values.enumerated() where !value.isNaN { means[index][name] = value }
    }
    return iterations.indices.map { index in
      LogEntry(
        epoch: Int(epochs[index]),
        iteration: Int(iterations[index]),
        elapsedTime: times[index],
        means: means[index]
      )
    }
  }

  private static func integers(
    _ name: String,
    of arrays: NamedArrays,
    path: String,
    count: Int? = nil
  ) throws(FileProblem) -> [Int64] {
    guard let array = arrays[name], array.shape.count == 1,
      case .int64(let values) = array.elements,
      values.count == count ?? values.count
    else { throw problem(name, of: arrays, path: path, expected: "int64", count) }
    return values
  }

  private static func numbers(
    _ name: String,
    of arrays: NamedArrays,
    path: String,
    count: Int
  ) throws(FileProblem) -> [Double] {
    guard let array = arrays[name], array.shape.count == 1,
      case .float64(let values) = array.elements, values.count == count
    else { throw problem(name, of: arrays, path: path, expected: "float64", count) }
    return values
  }

  private static func problem(
    _ name: String,
    of arrays: NamedArrays,
    path: String,
    expected type: String,
    _ count: Int?
  ) -> FileProblem {
    let found = arrays[name].map { "is \($0.summary)" } ?? "is missing"
    return FileProblem(
      path,
      found: "the log's array \(name) \(found)",
      expected: "\(type) of shape [\(count.map(String.init) ?? "N")]"
    )
  }
}
