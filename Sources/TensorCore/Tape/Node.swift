import Synchronization

/// A node of the tape: how a tensor was computed, and its backward pass.
///
/// The tape is the graph of nodes that living tensors hold; it is never reset.
final class Node: @unchecked Sendable {
  // Sendable: what it holds is, and it is immutable after `init`; `inputs` and `saved` change only in
  // `deinit`, which runs when nobody else holds the node.

  /// Computes the gradients of an operator's inputs from the gradient of its output; `nil` means no gradient.
  typealias Backward = @Sendable (BackwardPass) -> [Tensor?]

  /// The operator's name, for messages.
  let operation: String
  /// The shape of the output.
  let shape: Shape
  /// The nodes of the operator's inputs; `nil` for constants.
  private(set) var inputs: [Node?]
  /// The tensors that the operator saved for the backward pass.
  private(set) var saved: [Tensor]
  /// The output's values, if the operator keeps them.
  let output: Storage?
  /// The backward pass; `nil` for leaves.
  let backward: Backward?
  /// The value of the parameter that the leaf stands for, if there is one.
  let parameterValue: ParameterValue?
  /// Recomputes the output from the parameters' current values, if it depends on parameters alone.
  let derive: (@Sendable () -> Tensor)?
  /// The order of creation: inputs have smaller numbers than results.
  let order: Int

  private static let count = Atomic<Int>(0)

  private static func nextOrder() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }

  /// A leaf, whose gradient can be asked for.
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

  /// The node of an operator's result.
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

  /// Takes apart the part of the tape that only this node holds one node at a time: releasing a long tape
  /// recursively would overflow the stack.
  deinit {
    var pending = takeReferences()
    while var node = pending.popLast() {
      if isKnownUniquelyReferenced(&node) { pending += node.takeReferences() }
    }
  }

  private func takeReferences() -> [Node] {
    var references: [Node] = []
    references.reserveCapacity(inputs.count + saved.count)
    for case let input? in inputs { references.append(input) }
    for tensor in saved { if let node = tensor.node { references.append(node) } }
    inputs = []
    saved = []
    return references
  }
}
