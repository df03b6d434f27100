/// Whether operators record the backward pass.
enum Recording {
  @TaskLocal static var isOn = true
}

/// Runs `body` without recording anything: nothing computed inside can be differentiated, and
/// nothing is kept for the backward pass.
public func withoutRecording<Result, Failure: Error>(
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  try withRecording(false, body)
}

/// Runs `body` with recording on or off.
func withRecording<Result, Failure: Error>(
  _ isOn: Bool,
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  // `withValue` rethrows untyped: the outcome is carried out as a value.
  let outcome = Recording.$isOn.withValue(isOn) { () -> Swift.Result<Result, Failure> in
    do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
  }
  return try outcome.get()
}

extension Tensor {
  /// The result of an operator, recorded on the tape if any input is on it.
  ///
  /// This is how operators are made, Forger's own and those of others: see CONTRIBUTING.md,
  /// "Adding an operator".
  ///
  /// - Parameters:
  ///   - operation: The operator's name, for messages.
  ///   - result: What the operator computed, off the tape.
  ///   - inputs: The operands, in the order in which `backward` returns their gradients.
  ///   - saved: What `backward` needs of them, read through `BackwardPass.saved`.
  ///   - keepsOutput: Whether `backward` needs the result, read through `BackwardPass.output`.
  ///   - backward: The gradient of each input from that of the result, written in operators, so
  ///     that it can itself be differentiated. It captures sizes and settings, never tensors.
  /// - Returns: The result, on the tape if any input is.
  public static func recorded(
    _ operation: String,
    _ result: Tensor,
    inputs: [Tensor],
    saving saved: [Tensor] = [],
    keepsOutput: Bool = false,
    backward: @escaping @Sendable (BackwardPass) -> [Tensor?]
  ) -> Tensor {
    guard Recording.isOn, inputs.contains(where: \.isTracked) else { return result.detached }
    let node = Node(
      operation,
      shape: result.shape,
      inputs: inputs.map(\.node),
      saved: saved,
      output: keepsOutput ? result.storage : nil,
      backward: backward
    )
    return Tensor(result.storage, shape: result.shape, node: node)
  }
}
