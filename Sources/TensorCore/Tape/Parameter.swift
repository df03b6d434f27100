/// A tensor that learning changes: a leaf of the tape with an identity.
///
/// It lives beside the tape because the tape may be asked for its current value
/// (`ParameterValues.current`); layers hold parameters, optimizers move them.
public final class Parameter: @unchecked Sendable {
  // Sendable: as with any model, one thread at a time trains; others may read tensors taken from
  // `value`, which later changes do not touch.

  /// The parameter's shape, which never changes.
  public let shape: Shape
  private let current: ParameterValue
  private let leaf: Node

  /// A parameter with a first value.
  public init(_ initial: Tensor) {
    shape = initial.shape
    current = ParameterValue(initial.storage)
    leaf = Node(leafOf: initial.shape, parameterValue: current)
  }

  /// The value, on the tape; setting it keeps the parameter's place.
  ///
  /// - Precondition: Set to a tensor of the parameter's shape.
  public var value: Tensor {
    get { Tensor(current.storage, shape: shape, node: leaf) }
    set {
      require(
        newValue.shape == shape,
        "Parameter: a value of \(newValue.shape) for shape \(shape)"
      )
      current.storage = newValue.storage
    }
  }

  /// Changes the elements in place, or in a copy where a tensor still shows the old ones.
  public func update<Failure: Error>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Void
  ) throws(Failure) {
    current.makeUnique()
    try body(current.storage.values)
  }
}

/// What a parameter and its leaf share: the tape finds the current value here even when the model
/// itself is gone.
final class ParameterValue {
  fileprivate(set) var storage: Storage

  init(_ storage: Storage) { self.storage = storage }

  fileprivate func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = Kernels.copy(storage) }
  }
}
