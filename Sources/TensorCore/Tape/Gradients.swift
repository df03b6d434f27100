import Preconditions

/// The gradients of a scalar with respect to tensors.
///
/// Only what lies between `output` and `inputs` is computed: everything else on the tape is
/// pruned. An input that `output` does not depend on has a gradient of zeros.
///
/// - Parameters:
///   - output: What is differentiated, of one element.
///   - inputs: Tensors on the tape: `tracked` leaves, values of parameters or results.
///   - createsGraph: Whether the gradients are on the tape themselves, to be differentiated again.
///   - parameterValues: Which values of parameters the backward pass uses.
/// - Returns: A gradient for each input, of its shape.
/// - Precondition: `output` has one element, and every input is on the tape.
public func gradients(
  of output: Tensor,
  withRespectTo inputs: [Tensor],
  createsGraph: Bool = false,
  parameterValues: ParameterValues = .recorded
) -> [Tensor] {
  require(
    output.elementCount == 1,
    "gradients: the output is of shape \(output.shape), not a scalar; sum or average it first"
  )
  return gradients(
    of: output,
    seededWith: Tensor.ones(output.shape),
    withRespectTo: inputs,
    createsGraph: createsGraph,
    parameterValues: parameterValues
  )
}

/// The gradients of `output` weighted with `seed`, with respect to tensors: the product of a vector
/// and the Jacobian.
///
/// - Precondition: `seed` has the shape of `output`, and every input is on the tape.
public func gradients(
  of output: Tensor,
  seededWith seed: Tensor,
  withRespectTo inputs: [Tensor],
  createsGraph: Bool = false,
  parameterValues: ParameterValues = .recorded
) -> [Tensor] {
  require(
    seed.shape == output.shape,
    "gradients: the seed's shape \(seed.shape) is not the output's, \(output.shape)"
  )
  let targets = inputs.map { input -> Node in
    guard let node = input.node else {
      fatalError(
        "gradients: an input of shape \(input.shape) is not on the tape; use `tracked`"
      )
    }
    return node
  }
  return withRecording(createsGraph && Recording.isOn) {
    var way = WayBack(
      to: Set(targets.map(ObjectIdentifier.init)),
      createsGraph: createsGraph,
      parameterValues: parameterValues
    )
    let found = way.run(from: output.node, seed: seed)
    return zip(targets, inputs).map { target, input in
      found[ObjectIdentifier(target)] ?? Tensor.zeros(input.shape)
    }
  }
}

/// The gradients of `output` weighted with `seed`, with respect to parameters.
func gradients(
  of output: Tensor,
  seededWith seed: Tensor,
  withRespectTo parameters: [Parameter],
  createsGraph: Bool
) -> [Tensor] {
  gradients(
    of: output,
    seededWith: seed,
    withRespectTo: parameters.map(\.value),
    createsGraph: createsGraph
  )
}

/// The gradients of a scalar with respect to parameters, in their order.
///
/// - Precondition: `output` has one element.
public func gradients(
  of output: Tensor,
  withRespectTo parameters: [Parameter],
  createsGraph: Bool = false,
  parameterValues: ParameterValues = .recorded
) -> [Tensor] {
  gradients(
    of: output,
    withRespectTo: parameters.map(\.value),
    createsGraph: createsGraph,
    parameterValues: parameterValues
  )
}

/// One walk over the tape from an output to its targets.
private struct WayBack {
  private let targets: Set<ObjectIdentifier>
  private let createsGraph: Bool
  private let parameterValues: ParameterValues
  private var leading: Set<ObjectIdentifier> = []

  init(to targets: Set<ObjectIdentifier>, createsGraph: Bool, parameterValues: ParameterValues) {
    self.targets = targets
    self.createsGraph = createsGraph
    self.parameterValues = parameterValues
  }

  /// The gradient at each target that the output depends on.
  mutating func run(from root: Node?, seed: Tensor) -> [ObjectIdentifier: Tensor] {
    guard let root else { return [:] }
    let nodes = Self.reachable(from: root)
    // Inputs come first in this order, so one sweep finds all nodes that lead to a target.
    for node in nodes {
      let identity = ObjectIdentifier(node)
      let isLeading =
        targets.contains(identity)
        || node.inputs.contains { $0.map { leading.contains(ObjectIdentifier($0)) } ?? false }
      if isLeading { leading.insert(identity) }
    }
    guard leading.contains(ObjectIdentifier(root)) else { return [:] }
    var gradients = [ObjectIdentifier(root): seed]
    var found: [ObjectIdentifier: Tensor] = [:]
    for node in nodes.reversed() {
      guard let gradient = gradients.removeValue(forKey: ObjectIdentifier(node)) else { continue }
      if targets.contains(ObjectIdentifier(node)) { found[ObjectIdentifier(node)] = gradient }
      propagate(gradient, through: node, into: &gradients)
    }
    return found
  }

  private func propagate(
    _ gradient: Tensor,
    through node: Node,
    into gradients: inout [ObjectIdentifier: Tensor]
  ) {
    let leading = self.leading
    let leads = { (input: Node) in leading.contains(ObjectIdentifier(input)) }
    guard let backward = node.backward, node.inputs.contains(where: { $0.map(leads) ?? false })
    else { return }
    let pass = BackwardPass(
      gradient: gradient,
      createsGraph: createsGraph,
      node: node,
      leads: leads,
      parameterValues: parameterValues
    )
    let results = backward(pass)
    require(
      results.count == node.inputs.count,
      "\(node.operation): \(results.count) gradients for \(node.inputs.count) inputs"
    )
    for (input, result) in zip(node.inputs, results) {
      guard let input, leads(input), let result else { continue }
      require(
        result.shape == input.shape,
        "\(node.operation): a gradient of shape \(result.shape) for an input of \(input.shape)"
      )
      let identity = ObjectIdentifier(input)
      gradients[identity] = gradients[identity].map { $0 + result } ?? result
    }
  }

  /// All nodes that `root` was computed from, itself included, in order of creation.
  private static func reachable(from root: Node) -> [Node] {
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(root)]
    var nodes = [root]
    var next = 0
    while next < nodes.count {
      for case let input? in nodes[next].inputs
      where seen.insert(ObjectIdentifier(input)).inserted {
        nodes.append(input)
      }
      next += 1
    }
    return nodes.sorted { $0.order < $1.order }
  }
}
