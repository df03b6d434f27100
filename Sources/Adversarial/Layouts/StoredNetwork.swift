public import NeuralNetworks

/// A network with a layout of its own in exported files; see `ModelLayout.init(of:)`.
public protocol StoredNetwork: Module {
  /// The names and layouts of its arrays.
  var layout: ModelLayout { get }
}
