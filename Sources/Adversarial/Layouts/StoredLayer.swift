public import NeuralNetworks

/// A network that knows how it lies in files.
public protocol StoredLayer: Layer {
  /// The names and layouts of its arrays.
  var layout: ModelLayout { get }
}
