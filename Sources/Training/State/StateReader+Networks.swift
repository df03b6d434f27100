public import Archives
public import NeuralNetworks
public import Optimizers
public import TensorCore

/// Where networks and optimizers meet files: their states are tensors by dotted path, those of files arrays
/// by name.
extension NamedArrays {
  /// Tensors by path, in their layout in memory.
  public init(_ state: [Named<Tensor>]) {
    self.init()
    for tensor in state {
      self[tensor.path] = NumpyArray(
        shape: tensor.value.shape.dimensions,
        elements: .float32(tensor.value.scalars)
      )
    }
  }

  /// A module's parameters and buffers under their dotted paths: `project.weight`.
  public init(stateOf module: any Module) { self.init(module.state) }

  /// An optimizer's `step`, and its rule's slots for each parameter: `project.weight/m`.
  public init(stateOf optimizer: Optimizer) {
    self.init()
    set("step", to: optimizer.step)
    merge(NamedArrays(optimizer.state), under: "")
  }
}

extension StateReader {
  /// An array as a tensor of the given shape.
  ///
  /// - Throws: `FileProblem` if there is no such array, or it holds a number that is not finite.
  public func tensor(_ name: String, shape: Shape) throws(FileProblem) -> Tensor {
    Tensor(try floats(name, shape: shape.dimensions), shape: shape)
  }

  /// Loads the state made by `NamedArrays(stateOf:)` into a module; there must be nothing else.
  ///
  /// - Throws: `FileProblem` if the state does not fit the module, which is unchanged then.
  /// - Precondition: The module has parameters.
  public func load(into module: any Module) throws(FileProblem) {
    try check(names: module.state.map(\.path))
    try module.load { (path, shape) throws(FileProblem) in try tensor(path, shape: shape) }
  }

  /// Loads the state made by `NamedArrays(stateOf:)` into an optimizer; there must be nothing else.
  ///
  /// - Throws: `FileProblem` if the state does not fit the optimizer, which is unchanged then.
  public func load(into optimizer: Optimizer) throws(FileProblem) {
    try check(names: ["step"] + optimizer.state.map(\.path))
    let step = try integer("step")
    try optimizer.load(step: step) { (path, shape) throws(FileProblem) in
      try tensor(path, shape: shape)
    }
  }
}
