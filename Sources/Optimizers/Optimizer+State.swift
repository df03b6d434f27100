public import NeuralNetworks
import Preconditions
public import TensorCore

extension Optimizer {
  /// The tensors that the rule keeps for each parameter, by the parameter's path and the tensor's name:
  /// `project.weight/m`.
  ///
  /// Together with `step`, it is all that an optimizer needs to continue.
  public var state: [Named<Tensor>] {
    zip(parameters, slots).flatMap { parameter, slots in
      zip(rule.slotNames, slots).map { name, slot in
        Named(path: "\(parameter.path)/\(name)", value: slot)
      }
    }
  }

  /// Takes over a state.
  ///
  /// - Parameters:
  ///   - step: The steps done, at most 2⁵³, so that counting on cannot overflow.
  ///   - value: The tensor of a path, which must be of the given shape; asked for each path of `state`
  ///     once, in that order.
  /// - Throws: What `value` throws; the optimizer is unchanged then.
  /// - Precondition: `step` is in range, and all values are of the shapes asked for.
  public func load<Failure: Error>(
    step: Int,
    _ value: (_ path: String, _ shape: Shape) throws(Failure) -> Tensor
  ) throws(Failure) {
    require((0...1 << 53).contains(step), "Optimizer: a state after \(step) steps")
    var loaded: [[Tensor]] = []
    for (parameter, slots) in zip(parameters, slots) {
      var tensors: [Tensor] = []
      for (name, slot) in zip(rule.slotNames, slots) {
        let tensor = try value("\(parameter.path)/\(name)", slot.shape)
        require(
          tensor.shape == slot.shape,
          "Optimizer: '\(parameter.path)/\(name)' of \(tensor.shape) for shape \(slot.shape)"
        )
        tensors.append(tensor.detached)
      }
      loaded.append(tensors)
    }
    self.step = step
    slots = loaded
  }
}
