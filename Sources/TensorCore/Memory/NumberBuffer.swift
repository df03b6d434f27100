/// Numbers that are written from outside, such as by a network, before they are a tensor's.
package final class NumberBuffer: Sendable {
  private let storage: Storage

  /// Room for so many numbers, uninitialized, from the current context's pool.
  package init(count: Int) { storage = Storage(count: count) }

  /// The numbers; nobody writes them once `tensor` was called.
  package var numbers: UnsafeMutableBufferPointer<Float> { storage.values }

  /// The numbers as a tensor, which takes them over without a copy.
  ///
  /// - Precondition: The shape has as many elements.
  package func tensor(_ shape: Shape) -> Tensor { Tensor(storage, shape: shape) }
}
