public import NeuralNetworks
import Preconditions
public import TensorCore

extension Optimizer {
  /// The rule's slots for each parameter, by the parameter's path and the slot's name: `project.weight/m`.
  ///
  /// Together with `step`, this is the whole state of an optimizer.
  public var state: [Named<Tensor>] {
    zip(parameters, slots).flatMap { parameter, slots in
      zip(rule.slotNames, slots).map { name, slot in
        // The next update of a shard changes what is not in this worker's memory.
        slot.evaluate()
        return Named(path: "\(parameter.path)/\(name)", value: slot)
      }
    }
  }

  /// Loads a state.
  ///
  /// - Parameters:
  ///   - step: The number of steps done, at most 2⁵³, so that counting on cannot overflow.
  ///   - value: Returns the tensor of a path, which must have the given shape; called once for each path of
  ///     `state`, in that order.
  /// - Throws: Errors of `value`; the optimizer is unchanged then.
  /// - Precondition: `step` is in range, and all values have the given shapes.
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
    for shard in shards { shard?.forgetSlots() }
  }
}
