/// The input of an operator's backward pass: the gradient of its output and the tensors it saved.
public struct BackwardPass {
  /// The gradient of the operator's output, of the output's shape.
  public let gradient: Tensor
  /// Whether the gradients are to be differentiated again.
  ///
  /// If not, an operator may use a fused operation instead of a formula in operators.
  public let createsGraph: Bool

  let node: Node
  /// Whether the gradient of each input is needed.
  let needed: [Bool]
  let parameterValues: ParameterValues

  /// Whether the gradient of input `index` is needed; if not, `nil` may be returned for it.
  public func needs(_ index: Int) -> Bool { needed[index] }

  /// Whether the operator had an input `index`: optional operands may be absent.
  public func hasInput(_ index: Int) -> Bool { index < node.inputs.count }

  /// The tensor that the operator saved at `index`.
  public func saved(_ index: Int) -> Tensor {
    let tensor = node.saved[index]
    guard parameterValues == .current, let node = tensor.node,
      let storage = node.parameterValue?.storage ?? node.derive?().storage
    else {
      return tensor
    }
    return Tensor(storage, shape: tensor.shape, node: node)
  }

  /// The operator's output.
  ///
  /// - Precondition: The operator was recorded with `keepsOutput`.
  public var output: Tensor {
    guard let output = node.output else {
      fatalError("\(node.operation): its output was not kept")
    }
    return Tensor(output, shape: node.shape, node: node)
  }
}

/// The values of parameters that the backward pass uses.
public enum ParameterValues: Sendable {
  /// Those of the forward pass: the mathematical gradient.
  case recorded
  /// The current values of the parameters and of tensors `derived(from:by:)` them. If a network has been
  /// updated since the forward pass, its new weights act on the old activations, as in frameworks that update
  /// parameters in place. Chainer's DCGAN is trained this way.
  case current
}
