public import NeuralNetworks

/// A network that lies in its own way in exported files: see `ModelLayout.init(of:)`.
public protocol StoredNetwork: Module {
  /// The names and layouts of its arrays.
  var layout: ModelLayout { get }
}
