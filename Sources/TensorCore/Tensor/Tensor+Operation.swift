extension Tensor {
  /// The values and the shape, as an engine takes them.
  package var operand: Operand { Operand(storage, shape) }

  /// The only result of an operation, computed by the current context's engine; off the tape.
  static func computed(_ operation: Operation, _ operands: Tensor..., shape: Shape) -> Tensor {
    Tensor(run(operation, operands)[0], shape: shape)
  }

  /// All results of an operation, in their shapes; off the tape.
  static func computed(_ operation: Operation, _ operands: [Tensor]) -> [Tensor] {
    let types = operation.outputs(of: operands.map(\.shape))
    return zip(run(operation, operands), types).map { Tensor($0, shape: $1.shape) }
  }

  private static func run(_ operation: Operation, _ operands: [Tensor]) -> [Storage] {
    assert(!operation.outputs(of: operands.map(\.shape)).isEmpty)
    return Context.current.engine.run(operation, on: operands.map(\.operand))
  }

  /// An operator of one operation: its result, recorded on the tape if any operand is on it.
  ///
  /// - Parameters:
  ///   - operation: What is computed, with one result.
  ///   - inputs: Its operands, all of them.
  ///   - shape: The result's shape.
  ///   - saved: What `backward` needs of them.
  ///   - keepsOutput: Whether `backward` needs the result.
  ///   - backward: The gradient of each input; see `recorded`.
  /// - Returns: The result.
  static func applying(
    _ operation: Operation,
    to inputs: Tensor...,
    shape: Shape,
    saving saved: [Tensor] = [],
    keepsOutput: Bool = false,
    backward: @escaping @Sendable (BackwardPass) -> [Tensor?]
  ) -> Tensor {
    .recorded(
      operation.name,
      Tensor(run(operation, inputs)[0], shape: shape),
      inputs: inputs,
      saving: saved,
      keepsOutput: keepsOutput,
      backward: backward
    )
  }
}
