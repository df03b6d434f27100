import Preconditions
import Synchronization

/// Gradients of a batch that workers share, which are added up over all of them while the backward pass goes back.
///
/// What `add` returns is owed until the sum is there: whoever reads it waits.
package final class GradientSum {
  private let sums: any SumsInProgress
  private let failure: BatchShare.Failure
  private var count = 0

  init(_ sums: any SumsInProgress, _ failure: BatchShare.Failure) {
    (self.sums, self.failure) = (sums, failure)
  }

  /// Whether a gradient had better be added early.
  package var isSlow: Bool { sums.areSlow }

  /// Adds this worker's gradient, next in an order that is the same on all workers.
  ///
  /// - Returns: The whole batch's gradient; not numbers if a worker is gone, which the share's next sum throws.
  package func add(_ gradient: Tensor) -> Tensor {
    defer { count += 1 }
    attempt { try sums.add(gradient) }
    let sum = AwaitedSum(sums, index: count, shape: gradient.shape, failure)
    return Tensor(Storage(count: gradient.elementCount, owed: sum), shape: gradient.shape)
  }

  /// Says that there are no more gradients.
  package func finish() { attempt { try sums.finish() } }

  private func attempt(_ body: () throws -> Void) {
    if failure.isKnown { return }
    do { try body() } catch { failure.keep(error) }
  }
}

/// A sum over all workers that is read when it is there.
final class AwaitedSum: OwedValues {
  private let sums: any SumsInProgress
  private let index: Int
  private let shape: Shape
  private let failure: BatchShare.Failure

  fileprivate init(
    _ sums: any SumsInProgress,
    index: Int,
    shape: Shape,
    _ failure: BatchShare.Failure
  ) {
    (self.sums, self.index, self.shape, self.failure) = (sums, index, shape, failure)
  }

  func values() -> Storage {
    if !failure.isKnown {
      do { return try sums.sum(index).storage } catch { failure.keep(error) }
    }
    return Tensor(repeating: .nan, shape: shape).storage
  }
}
