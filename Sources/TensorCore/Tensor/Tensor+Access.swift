import Preconditions

extension Tensor {
  /// The elements, in row-major order.
  public var scalars: [Float] { Array(storage.values) }

  /// The only element.
  ///
  /// - Precondition: The tensor has exactly one element.
  public var scalar: Float {
    require(elementCount == 1, "scalar: a tensor of shape \(shape) has no single element")
    return storage.base[0]
  }

  /// The only elements of several tensors, brought to the host together.
  ///
  /// - Precondition: Each tensor has exactly one element.
  public static func scalars(of tensors: Tensor...) -> [Float] { scalars(of: tensors) }

  /// The only elements of several tensors; see above.
  package static func scalars(of tensors: [Tensor]) -> [Float] {
    Context.current.engine.evaluate(tensors.map(\.storage))
    return tensors.map(\.scalar)
  }

  /// Whether the elements are on the host, so that reading them does not have to wait.
  package var isComputed: Bool { storage.isEvaluated }

  /// Computes the elements now, if that has not been done.
  package func evaluate() { Context.current.engine.evaluate([storage]) }

  /// Calls `body` with the elements, in row-major order.
  public func withUnsafeBuffer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let result = try body(UnsafeBufferPointer(storage.values))
    withExtendedLifetime(storage) {}
    return result
  }

  /// Whether all elements are finite.
  public var isFinite: Bool { Tensor.computed(.isFinite, self, shape: []).scalar == 1 }

  /// Whether the shapes and all elements are bit-identical.
  public func isIdentical(to other: Tensor) -> Bool {
    shape == other.shape
      && zip(storage.values, other.storage.values).allSatisfy { $0.bitPattern == $1.bitPattern }
  }
}
