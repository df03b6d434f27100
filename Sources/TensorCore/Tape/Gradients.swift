import Preconditions

/// The gradients of a scalar with respect to tensors.
///
/// Only the part of the tape between `output` and `inputs` is computed; everything else is pruned. The
/// gradient of an input that `output` does not depend on is zero.
///
/// - Parameters:
///   - output: The tensor to differentiate, with one element.
///   - inputs: Tensors on the tape: `tracked` leaves, values of parameters or results.
///   - createsGraph: Whether the gradients are recorded, so that they can be differentiated again.
///   - parameterValues: The values of parameters that the backward pass uses.
///   - order: Which of the operators that it can go back through next it takes.
///   - finish: Turns each input's gradient, as soon as it is complete, into what is returned; called for those
///     inputs that `output` depends on, in the order in which the backward pass comes by them.
/// - Returns: A gradient for each input, of its shape.
/// - Precondition: `output` has one element, and every input is on the tape.
public func gradients(
  of output: Tensor,
  withRespectTo inputs: [Tensor],
  createsGraph: Bool = false,
  parameterValues: ParameterValues = .recorded,
  order: BackwardOrder = .newestFirst,
  finishing finish: (_ index: Int, _ gradient: Tensor) -> Tensor = { $1 }
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
    parameterValues: parameterValues,
    order: order,
    finishing: finish
  )
}

/// The gradients of `output` weighted by `seed`: the vector-Jacobian product.
///
/// - Precondition: `seed` has the shape of `output`, and every input is on the tape.
public func gradients(
  of output: Tensor,
  seededWith seed: Tensor,
  withRespectTo inputs: [Tensor],
  createsGraph: Bool = false,
  parameterValues: ParameterValues = .recorded,
  order: BackwardOrder = .newestFirst,
  finishing finish: (_ index: Int, _ gradient: Tensor) -> Tensor = { $1 }
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
    let found = output.node.map { root -> [Tensor?] in
      let sweep = BackwardSweep(
        from: root,
        to: targets,
        createsGraph: createsGraph,
        parameterValues: parameterValues
      )
      return sweep.run(seed: seed, in: order, finishing: finish)
    }
    return inputs.indices.map { found?[$0] ?? Tensor.zeros(inputs[$0].shape) }
  }
}

/// The gradients of `output` weighted by `seed`, with respect to parameters.
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
  parameterValues: ParameterValues = .recorded,
  order: BackwardOrder = .newestFirst,
  finishing finish: (_ index: Int, _ gradient: Tensor) -> Tensor = { $1 }
) -> [Tensor] {
  gradients(
    of: output,
    withRespectTo: parameters.map(\.value),
    createsGraph: createsGraph,
    parameterValues: parameterValues,
    order: order,
    finishing: finish
  )
}

/// The order in which a backward pass goes back through operators, as far as the tape leaves a choice.
public enum BackwardOrder: Sendable {
  /// The one that was run last: one branch after the other, so that each has what it works on in the cache.
  case newestFirst
  /// The one that is the fewest operators away from the output, by the longest way: all branches side by side, so that a layer that
  /// several of them pass through has its gradient early.
  case nearestFirst
}

/// One backward pass over the tape from an output to its targets.
private struct BackwardSweep {
  /// All nodes that the output was computed from, itself included, in order of creation.
  private let nodes: [Node]
  /// The place of each target among them; `nil` if the output does not depend on it.
  private let targets: [Int?]
  /// Whether each of the nodes leads to a target.
  private let leading: [Bool]
  private let createsGraph: Bool
  private let parameterValues: ParameterValues

  init(
    from root: Node,
    to targets: [Node],
    createsGraph: Bool,
    parameterValues: ParameterValues
  ) {
    let nodes = Self.reachable(from: root)
    self.nodes = nodes
    self.targets = targets.map { target in
      let place = nodes.place(of: target)
      return place < nodes.count && nodes[place] === target ? place : nil
    }
    self.createsGraph = createsGraph
    self.parameterValues = parameterValues
    var leading = [Bool](repeating: false, count: nodes.count)
    for case let place? in self.targets { leading[place] = true }
    // Inputs come first in this order, so one sweep finds all nodes that lead to a target.
    for place in nodes.indices where !leading[place] {
      leading[place] = nodes[place].inputs.contains {
        $0.map { leading[nodes.place(of: $0)] } ?? false
      }
    }
    self.leading = leading
  }

  /// The gradient at each target that the output depends on, finished once nothing more is added to it.
  func run(
    seed: Tensor,
    in order: BackwardOrder,
    finishing finish: (Int, Tensor) -> Tensor
  ) -> [Tensor?] {
    var found = [Tensor?](repeating: nil, count: targets.count)
    var gradients = [Tensor?](repeating: nil, count: nodes.count)
    gradients[nodes.count - 1] = seed
    var uses = countUses()
    let indices = Dictionary(grouping: targets.indices) { targets[$0] ?? nodes.count }
    func complete(_ place: Int) {
      guard let indices = indices[place] else { return }
      // Of leaves, nothing else is asked for.
      let isLeaf = nodes[place].backward == nil
      guard let gradient = isLeaf ? gradients[place].take() : gradients[place] else { return }
      for index in indices { found[index] = finish(index, gradient) }
    }
    complete(nodes.count - 1)
    for place in places(in: order) where leading[place] {
      if let gradient = gradients[place].take() {
        propagate(gradient, through: nodes[place], into: &gradients)
      }
      for case let input? in nodes[place].inputs {
        let place = nodes.place(of: input)
        uses[place] -= 1
        if uses[place] == 0 { complete(place) }
      }
    }
    return found
  }

  /// The places of all nodes, each after those of all that it was used by.
  private func places(in order: BackwardOrder) -> [Int] {
    let newestFirst = Array(nodes.indices.reversed())
    guard order == .nearestFirst else { return newestFirst }
    // By the longest way from the output: whatever a node was used by is nearer.
    var distances = [Int](repeating: 0, count: nodes.count)
    for place in newestFirst where leading[place] {
      for case let input? in nodes[place].inputs {
        let input = nodes.place(of: input)
        distances[input] = max(distances[input], distances[place] + 1)
      }
    }
    return newestFirst.sorted { (distances[$0], $1) < (distances[$1], $0) }
  }

  /// As how many operands each node is used on the way to a target.
  private func countUses() -> [Int] {
    var uses = [Int](repeating: 0, count: nodes.count)
    for place in nodes.indices where leading[place] {
      for case let input? in nodes[place].inputs { uses[nodes.place(of: input)] += 1 }
    }
    return uses
  }

  private func propagate(
    _ gradient: Tensor,
    through node: Node,
    into gradients: inout [Tensor?]
  ) {
    guard let backward = node.backward else { return }
    let needed = node.inputs.map { $0.map { leading[nodes.place(of: $0)] } ?? false }
    guard needed.contains(true) else { return }
    let pass = BackwardPass(
      gradient: gradient,
      createsGraph: createsGraph,
      node: node,
      needed: needed,
      parameterValues: parameterValues
    )
    let results = backward(pass)
    require(
      results.count == node.inputs.count,
      "\(node.operation): \(results.count) gradients for \(node.inputs.count) inputs"
    )
    for index in needed.indices where needed[index] {
      guard let input = node.inputs[index], let result = results[index] else { continue }
      require(
        result.shape == input.shape,
        "\(node.operation): a gradient of shape \(result.shape) for an input of \(input.shape)"
      )
      let place = nodes.place(of: input)
      gradients[place] = gradients[place].take().map { $0 + result } ?? result
    }
  }

  /// All nodes that `root` was computed from, itself included, in order of creation.
  private static func reachable(from root: Node) -> [Node] {
    // Inputs are older than results, so the youngest node that is left has been met by way of all its uses.
    var left = [root]
    var nodes: [Node] = []
    while let node = left.popLast() {
      nodes.append(node)
      for case let input? in node.inputs {
        let place = left.place(of: input)
        if place == left.count || left[place] !== input { left.insert(input, at: place) }
      }
    }
    nodes.reverse()
    return nodes
  }
}

extension [Node] {
  /// The place of a node in an array in order of creation, or where it would have to be inserted.
  fileprivate func place(of node: Node) -> Int {
    var (start, end) = (0, count)
    while start < end {
      let middle = (start + end) / 2
      if self[middle].order < node.order { start = middle + 1 } else { end = middle }
    }
    return start
  }
}
