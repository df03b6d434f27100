public import NeuralNetworks

/// A network that knows how it lies in files.
public protocol StoredNetwork: Module {
  /// The names and layouts of its arrays: its own dotted paths, unless it says otherwise.
  var layout: ModelLayout { get }
}

extension StoredNetwork {
  /// Arrays as they are, by dotted path.
  public var layout: ModelLayout { ModelLayout(pathsOf: self) }
}

extension ModelLayout {
  /// Every array of a network as it is, by its dotted path.
  public init(pathsOf model: any Module) {
    let paths = model.namedParameters.map(\.path) + model.namedBuffers.map(\.path)
    entries = paths.map { Entry(path: $0, name: $0, layout: .same) }
    zeros = []
  }
}
