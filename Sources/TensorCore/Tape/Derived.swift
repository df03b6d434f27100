/// A tensor made of parameters alone, such as a normalized weight, that the backward pass treats like them.
///
/// Where it uses the parameters' current values (`ParameterValues.current`), operators that take the tensor
/// see it derived anew, and its own backward pass is that of the new values.
///
/// - Parameters:
///   - parameters: What the tensor is made of.
///   - formula: Makes it of the parameters' values, in operators. It captures constants, which it sees as
///     they are now, and draws no random numbers.
/// - Returns: The tensor, on the tape of the parameters.
public func derived(
  from parameters: Parameter...,
  by formula: @escaping @Sendable ([Tensor]) -> Tensor
) -> Tensor {
  let result = formula(parameters.map(\.value))
  guard Recording.isOn, result.isTracked else { return result }
  let node = Node(
    "derived",
    shape: result.shape,
    inputs: parameters.map(\.value.node),
    saved: [result],
    output: nil,
    derive: { withoutRecording { formula(parameters.map(\.value)) } },
    backward: { pass in
      let isCurrent = pass.parameterValues == .current
      let result =
        isCurrent ? withRecording(true) { formula(parameters.map(\.value)) } : pass.saved(0)
      return gradients(
        of: result,
        seededWith: pass.gradient,
        withRespectTo: parameters,
        createsGraph: pass.createsGraph
      )
    }
  )
  return Tensor(result.storage, shape: result.shape, node: node)
}
