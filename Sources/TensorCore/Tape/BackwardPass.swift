/// What an operator's backward pass is given: the gradient of its output and what it saved.
public struct BackwardPass {
  /// The gradient of the operator's output, of the output's shape.
  public let gradient: Tensor
  /// Whether the gradients are to be differentiated again.
  ///
  /// When not, an operator may use a fused
  /// kernel in place of a formula in operators.
  public let createsGraph: Bool

  let node: Node
  let leads: (Node) -> Bool
  let parameterValues: ParameterValues

  /// Whether the gradient of input `index` is asked for; if not, `nil` may be returned for it.
  public func needs(_ index: Int) -> Bool { node.inputs[index].map(leads) ?? false }

  /// Whether the operator had an input `index`: optional operands may be absent.
  public func hasInput(_ index: Int) -> Bool { index < node.inputs.count }

  /// What the operator saved, in that order.
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

/// Which values of parameters the backward pass uses.
public enum ParameterValues: Sendable {
  /// Those of the forward pass: the gradient in the mathematical sense.
  case recorded
  /// Those that the parameters have now, and what is `derived(from:by:)` of them. When one network has
  /// been updated since, its new weights act on the old activations; this is what frameworks do that
  /// update parameters in place, and what Chainer's DCGAN is trained with.
  case current
}
