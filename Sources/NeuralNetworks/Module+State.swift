public import TensorCore

extension Module {
  /// Everything that the module has learned and observed: parameters, then buffers, by dotted path.
  ///
  /// The result does not change when training continues.
  ///
  /// - Precondition: The module has parameters; see `namedParameters`.
  public var state: [Named<Tensor>] {
    namedParameters.map { Named(path: $0.path, value: $0.value.value.detached) }
      + namedBuffers.map { Named(path: $0.path, value: $0.value.value) }
  }

  /// Loads a state.
  ///
  /// The values may come from anywhere, a file or another network: `value` is called once for each path of
  /// `state`, in that order, and reports missing or unsuitable values itself.
  ///
  /// - Parameter value: Returns the tensor of a path, which must have the given shape.
  /// - Throws: Errors of `value`; the module is unchanged then.
  /// - Precondition: All values have the given shapes.
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
