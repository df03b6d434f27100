/// A tensor computed from parameters alone, such as a normalized weight, which the backward pass treats like
/// them.
///
/// If the backward pass uses current values (`ParameterValues.current`), operators see the tensor recomputed
/// from them, and its own backward pass is that of the new values.
///
/// - Parameters:
///   - parameters: The parameters that the tensor is computed from.
///   - formula: Computes it from the parameters' values, in operators. It captures constants with their current
///     values and draws no random numbers.
/// - Returns: The tensor, recorded for the parameters.
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
