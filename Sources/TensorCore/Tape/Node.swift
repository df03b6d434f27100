import Synchronization

/// A place on the tape: how one tensor was computed, and the backward pass from it.
///
/// The tape is the graph of nodes that living tensors hold on to; nobody resets it.
final class Node: @unchecked Sendable {
  // Sendable: what it holds is, and it is immutable after `init`; `inputs` and `saved` change only in
  // `deinit`, which runs when nobody else holds the node.

  /// What computes the gradients of an operator's inputs from the gradient of its output; `nil`
  /// for an input stands for no gradient.
  typealias Backward = @Sendable (BackwardPass) -> [Tensor?]

  /// The operator's name, for messages.
  let operation: String
  /// The shape of the output.
  let shape: Shape
  /// The nodes of the operator's inputs; `nil` for constants.
  private(set) var inputs: [Node?]
  /// What the operator saved for the backward pass.
  private(set) var saved: [Tensor]
  /// The output's values, if the operator asked to keep them.
  let output: Storage?
  /// The backward pass; `nil` for leaves.
  let backward: Backward?
  /// The value of the parameter that the leaf stands for, if it stands for one.
  let parameterValue: ParameterValue?
  /// Makes the output of the parameters' current values, if it is made of parameters alone.
  let derive: (@Sendable () -> Tensor)?
  /// The order of creation: inputs have smaller numbers than what was computed from them.
  let order: Int

  private static let count = Atomic<Int>(0)

  private static func nextOrder() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }

  /// A leaf: something that gradients are asked for.
  init(leafOf shape: Shape, parameterValue: ParameterValue? = nil) {
    operation = "leaf"
    self.shape = shape
    inputs = []
    saved = []
    output = nil
    backward = nil
    self.parameterValue = parameterValue
    derive = nil
    order = Self.nextOrder()
  }

  /// The place of an operator's result.
  init(
    _ operation: String,
    shape: Shape,
    inputs: [Node?],
    saved: [Tensor],
    output: Storage?,
    derive: (@Sendable () -> Tensor)? = nil,
    backward: @escaping Backward
  ) {
    self.operation = operation
    self.shape = shape
    self.inputs = inputs
    self.saved = saved
    self.output = output
    self.backward = backward
    parameterValue = nil
    self.derive = derive
    order = Self.nextOrder()
  }

  /// Takes the part of the tape that only this node holds apart one node at a time: a long tape
  /// released recursively would overflow the stack.
  deinit {
    var pending = takeReferences()
    while var node = pending.popLast() {
      if isKnownUniquelyReferenced(&node) { pending += node.takeReferences() }
    }
  }

  private func takeReferences() -> [Node] {
    let references = inputs.compactMap(\.self) + saved.compactMap(\.node)
    inputs = []
    saved = []
    return references
  }
}
