public import Archives
public import NeuralNetworks
package import TensorCore

/// The names and layouts of a network's arrays in its files.
///
/// The tutorial frameworks' own names and layouts are used, so that they can load what Forger
/// writes, and Forger what they wrote.
public struct ModelLayout: Sendable {
  /// One array of the file.
  public struct Entry: Sendable {
    /// The path of the parameter or statistic in the network.
    public let path: String
    /// The array's name in the file.
    public let name: String
    /// How it lies in the file.
    public let layout: ArrayLayout

    /// An array.
    public init(path: String, name: String, layout: ArrayLayout) {
      (self.path, self.name, self.layout) = (path, name, layout)
    }
  }

  let entries: [Entry]
  /// Integers that the framework expects in the file and that are always 0 there.
  let zeros: [String]

  /// The layout that a network gives itself as a `StoredLayer`, or else dotted paths as names and arrays as
  /// they lie in memory.
  public init(of model: any Module) {
    if let model = model as? any StoredLayer {
      self = model.layout
    } else {
      let paths = model.namedParameters.map(\.path) + model.namedStatistics.map(\.path)
      self.init(
        entries: paths.map { Entry(path: $0, name: $0, layout: .same) },
        zeros: []
      )
    }
  }

  /// A layout.
  ///
  /// - Parameters:
  ///   - entries: The arrays, one for each parameter and statistic of the network.
  ///   - zeros: Integers that the framework expects in the file and that are always 0 there.
  public init(entries: [Entry], zeros: [String] = []) {
    (self.entries, self.zeros) = (entries, zeros)
  }

  /// The network's arrays under their names in files.
  ///
  /// - Precondition: The layout names every parameter and statistic of the network.
  public func arrays(of model: any Module) -> NamedArrays {
    let members = Members(of: model)
    members.check(against: entries)
    var arrays = NamedArrays()
    withoutRecording {
      for entry in entries { arrays[entry.name] = entry.array(members.value(entry.path)) }
    }
    for name in zeros { arrays[name] = NumpyArray(0 as Int64) }
    return arrays
  }

  /// Arrays of the network's parameters under their names in files, such as gradients, in the order
  /// of `Module.namedParameters`.
  package func arrays(of model: any Module, values: [Tensor]) -> NamedArrays {
    var arrays = NamedArrays()
    for (parameter, value) in zip(model.namedParameters, values) {
      for entry in entries where entry.path == parameter.path {
        arrays[entry.name] = entry.array(value)
      }
    }
    return arrays
  }

  /// Sets the network to the arrays of a file; `path` is the file to blame.
  ///
  /// - Throws: `FileProblem` where arrays are missing, too many, of another type or shape, or not
  ///   finite; the network is unchanged then.
  public func load(_ arrays: NamedArrays, into model: any Module, path: String) throws {
    let members = Members(of: model)
    members.check(against: entries)
    try checkNames(arrays, path: path)
    let values = try withoutRecording {
      try entries.map { try $0.value(from: arrays, like: members.value($0.path), path: path) }
    }
    for (entry, value) in zip(entries, values) { members.set(entry.path, to: value) }
  }

  private func checkNames(_ arrays: NamedArrays, path: String) throws {
    let expected = Set(entries.map(\.name) + zeros)
    let missing = expected.subtracting(arrays.names).sorted()
    if !missing.isEmpty {
      throw FileProblem(
        path,
        found: "lacks \(Self.list(missing))",
        expected: "all arrays of the network"
      )
    }
    let extra = arrays.names.filter { !expected.contains($0) }
    if !extra.isEmpty {
      throw FileProblem(
        path,
        found: "holds \(Self.list(extra)) besides",
        expected: "no arrays but the network's own \(expected.count)"
      )
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
    let rest = names.count - 3
    return rest > 0 ? "\(shown) and \(rest) other arrays" : "\(shown)"
  }
}

extension ModelLayout.Entry {
  /// The array as it lies in the file.
  fileprivate func array(_ value: Tensor) -> NumpyArray {
    let encoded = layout.encoded(value.detached)
    return NumpyArray(shape: encoded.shape.dimensions, elements: .float32(encoded.scalars))
  }

  /// The array of the file as it lies in the network.
  fileprivate func value(
    from arrays: NamedArrays,
    like model: Tensor,
    path: String
  ) throws -> Tensor {
    let expected = layout.encoded(model.detached).shape.dimensions
    guard let array = arrays[name], case .float32(let values) = array.elements,
      array.shape == expected
    else {
      throw FileProblem(
        path,
        found: "'\(name)' is \(arrays[name]?.summary ?? "missing")",
        expected: "float32 of shape \(expected)"
      )
    }
    guard values.allSatisfy(\.isFinite) else {
      throw FileProblem(
        path,
        found: "'\(name)' holds a value that is not finite",
        expected: "finite numbers"
      )
    }
    return layout.decoded(Tensor(values, shape: Shape(array.shape)))
  }
}

/// A network's parameters and statistics by path.
private struct Members {
  private var parameters: [String: Parameter] = [:]
  private var statistics: [String: Statistic] = [:]

  init(of model: any Module) {
    for member in model.namedParameters { parameters[member.path] = member.value }
    for member in model.namedStatistics { statistics[member.path] = member.value }
  }

  func check(against entries: [ModelLayout.Entry]) {
    let paths = Set(parameters.keys).union(statistics.keys)
    require(
      paths == Set(entries.map(\.path)) && entries.count == paths.count,
      "ModelLayout: names \(entries.map(\.path)), the network has \(paths.sorted())"
    )
  }

  func value(_ path: String) -> Tensor {
    if let parameter = parameters[path] { return parameter.value.detached }
    guard let statistic = statistics[path] else { fatalError("ModelLayout: no \(path)") }
    return statistic.value
  }

  func set(_ path: String, to value: Tensor) {
    parameters[path]?.value = value
    statistics[path]?.value = value
  }
}
