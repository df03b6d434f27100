public import TensorCore

extension Module {
  /// All that the module has learned and observed: parameters, then buffers, by dotted path.
  ///
  /// What is returned keeps its values when the module goes on learning.
  ///
  /// - Precondition: The module has parameters; see `namedParameters`.
  public var state: [Named<Tensor>] {
    namedParameters.map { Named(path: $0.path, value: $0.value.value.detached) }
      + namedBuffers.map { Named(path: $0.path, value: $0.value.value) }
  }

  /// Takes over a state.
  ///
  /// Where the values come from, a file or another network, is the caller's: `value` is asked for
  /// each path of `state` once, in that order, and says itself what is wrong with a missing or
  /// unfit one.
  ///
  /// - Parameter value: The tensor of a path, which must be of the given shape.
  /// - Throws: What `value` throws; the module is unchanged then.
  /// - Precondition: All values are of the shapes asked for.
  public func load<Failure: Error>(
    _ value: (_ path: String, _ shape: Shape) throws(Failure) -> Tensor
  ) throws(Failure) {
    let (parameters, buffers) = (namedParameters, namedBuffers)
    var values: [Tensor] = []
    for parameter in parameters { values.append(try value(parameter.path, parameter.value.shape)) }
    for buffer in buffers { values.append(try value(buffer.path, buffer.value.value.shape)) }
    for (parameter, value) in zip(parameters, values) { parameter.value.value = value.detached }
    for (buffer, value) in zip(buffers, values.dropFirst(parameters.count)) {
      buffer.value.value = value
    }
  }
}
