public import Archives
public import NeuralNetworks
public import Optimizers
public import TensorCore

/// Where networks and optimizers meet files: their states are tensors by dotted path, those of files are
/// arrays by name.
extension NamedArrays {
  /// Tensors under their paths, as they are in memory.
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

  /// An optimizer's `step`, and what its rule keeps of each parameter: `project.weight/m`.
  public init(stateOf optimizer: Optimizer) {
    self.init()
    set("step", to: optimizer.step)
    merge(NamedArrays(optimizer.state), under: "")
  }
}

extension StateReader {
  /// An array as a tensor of a shape.
  ///
  /// - Throws: `FileProblem` where there is no such array, or it holds a number that is not finite.
  public func tensor(_ name: String, shape: Shape) throws(FileProblem) -> Tensor {
    Tensor(try floats(name, shape: shape.dimensions), shape: shape)
  }

  /// Gives a module the state that `NamedArrays(stateOf:)` made, and nothing else may be there.
  ///
  /// - Throws: `FileProblem` where the state is not one of this module; it is unchanged then.
  /// - Precondition: The module has parameters.
  public func load(into module: any Module) throws(FileProblem) {
    try check(names: module.state.map(\.path))
    try module.load { (path, shape) throws(FileProblem) in try tensor(path, shape: shape) }
  }

  /// Gives an optimizer the state that `NamedArrays(stateOf:)` made, and nothing else may be there.
  ///
  /// - Throws: `FileProblem` where the state is not one of this optimizer; it is unchanged then.
  public func load(into optimizer: Optimizer) throws(FileProblem) {
    try check(names: ["step"] + optimizer.state.map(\.path))
    let step = try integer("step")
    try optimizer.load(step: step) { (path, shape) throws(FileProblem) in
      try tensor(path, shape: shape)
    }
  }
}
