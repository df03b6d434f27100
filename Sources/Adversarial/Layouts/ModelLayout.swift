public import Archives
public import NeuralNetworks
import Preconditions
package import TensorCore

/// The names and layouts of a network's arrays in another framework's files.
///
/// Networks are exported with the names and layouts of the framework whose tutorial they come from, so that
/// it can load Forger's files and Forger can load its files. Snapshots use none of this: see `Module.state`.
public struct ModelLayout: Sendable {
  /// One array of the file.
  public struct Entry: Sendable {
    /// The path of the parameter or buffer in the network.
    public let path: String
    /// The array's name in the file.
    public let name: String
    /// The array's layout in the file.
    public let layout: ArrayLayout

    /// An array.
    public init(path: String, name: String, layout: ArrayLayout) {
      (self.path, self.name, self.layout) = (path, name, layout)
    }
  }

  let entries: [Entry]
  /// Integers that the framework expects in the file and that are always 0.
  let zeros: [String]

  /// A layout.
  ///
  /// - Parameters:
  ///   - entries: The arrays, one for each parameter and buffer of the network.
  ///   - zeros: Integers that the framework expects in the file and that are always 0.
  public init(entries: [Entry], zeros: [String] = []) {
    (self.entries, self.zeros) = (entries, zeros)
  }

  /// The layout that a network declares as a `StoredNetwork`, otherwise dotted paths as names and arrays as
  /// in memory.
  public init(of model: any Module) {
    if let model = model as? any StoredNetwork {
      self = model.layout
    } else {
      self.init(asInMemory: model)
    }
  }

  /// The network's arrays under their names in files.
  ///
  /// - Precondition: The layout names every parameter and buffer of the network.
  public func arrays(of model: any Module) -> NamedArrays {
    let state = model.state
    check(state.map(\.path))
    let values = Dictionary(uniqueKeysWithValues: state.map { ($0.path, $0.value) })
    var arrays = NamedArrays()
    withoutRecording {
      for entry in entries { arrays[entry.name] = values[entry.path].map(entry.layout.array) }
    }
    for name in zeros { arrays[name] = NumpyArray(0 as Int64) }
    return arrays
  }

  /// Dotted paths as names, and arrays as in memory, whatever a network declares.
  package init(asInMemory model: any Module) {
    entries = model.state.map { Entry(path: $0.path, name: $0.path, layout: .same) }
    zeros = []
  }

  /// The names of the integers that are always 0.
  package var zeroNames: [String] { zeros }

  /// The names of all arrays in files.
  package var names: [String] { entries.map(\.name) + zeros }

  /// The names and shapes of the network's arrays in files.
  package func shapes(of model: any Module) -> [(name: String, shape: Shape)] {
    let shapes = model.state.map { ($0.path, $0.value.shape) }
    let byPath = Dictionary(uniqueKeysWithValues: shapes)
    return entries.compactMap { entry in
      byPath[entry.path].map { (entry.name, entry.layout.encodedShape(of: $0)) }
    }
  }

  /// The values of parameters, such as gradients, under their parameters' names in files; in the order of
  /// `Module.namedParameters`.
  package func arrays(of model: any Module, values: [Tensor]) -> NamedArrays {
    var arrays = NamedArrays()
    for (parameter, value) in zip(model.namedParameters, values) {
      for entry in entries where entry.path == parameter.path {
        arrays[entry.name] = entry.layout.array(value.detached)
      }
    }
    return arrays
  }

  /// Loads the arrays of a file into the network; the file must hold nothing else.
  ///
  /// - Throws: `FileProblem` if the arrays are not those of the network, which is unchanged then.
  /// - Precondition: The layout names every parameter and buffer of the network.
  public func load(_ state: StateReader, into model: any Module) throws {
    check(model.state.map(\.path))
    try state.check(names: entries.map(\.name) + zeros)
    for name in zeros { _ = try state.array(name) }
    let byPath = Dictionary(uniqueKeysWithValues: entries.map { ($0.path, $0) })
    try model.load { path, shape in
      guard let entry = byPath[path] else { fatalError("ModelLayout: no \(path)") }
      let encoded = entry.layout.encodedShape(of: shape)
      let values = try state.floats(entry.name, shape: encoded.dimensions)
      return withoutRecording { entry.layout.decoded(Tensor(values, shape: encoded)) }
    }
  }

  /// Loads the arrays of the file at `path` into the network; the file must hold nothing else.
  ///
  /// - Throws: `FileProblem` if the arrays are not those of the network, which is unchanged then.
  public func load(_ arrays: NamedArrays, into model: any Module, path: String) throws {
    try load(StateReader(arrays, file: path), into: model)
  }

  private func check(_ paths: [String]) {
    require(
      Set(paths) == Set(entries.map(\.path)) && entries.count == paths.count,
      "ModelLayout: names \(entries.map(\.path)), the network has \(paths.sorted())"
    )
  }
}

extension ArrayLayout {
  /// The array as stored in the file.
  fileprivate func array(_ value: Tensor) -> NumpyArray {
    let encoded = encoded(value)
    return NumpyArray(shape: encoded.shape.dimensions, elements: .float32(encoded.scalars))
  }
}

/// A network with a layout of its own in exported files; see `ModelLayout.init(of:)`.
public protocol StoredNetwork: Module {
  /// The names and layouts of its arrays.
  var layout: ModelLayout { get }
}

extension ModelLayout.Entry {
  /// Batch normalization as TensorFlow and Keras name it.
  static func tensorFlowBatchNorm(_ path: String, _ name: String) -> [Self] {
    [
      Self(path: "\(path).gamma", name: "\(name)/gamma", layout: .same),
      Self(path: "\(path).beta", name: "\(name)/beta", layout: .same),
      Self(path: "\(path).runningMean", name: "\(name)/moving_mean", layout: .same),
      Self(
        path: "\(path).runningVariance",
        name: "\(name)/moving_variance",
        layout: .same
      ),
    ]
  }
}
