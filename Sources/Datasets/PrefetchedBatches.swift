public import Archives
public import Batches
import Preconditions

/// Batches prepared in advance: during a training step, other threads make the next ones.
///
/// Up to eight batches are prepared, or as many as fit into 256 MiB, in the order of the source; threads
/// share the images of each. The batches do not depend on the number of threads.
///
/// Position and state are those of the batches returned, never of those in preparation, so that a restored
/// run repeats no batch and skips none.
public final class PrefetchedBatches: BatchIterator {
  /// The number of images in a batch.
  public let batchSize: Int
  /// The progress of the batches returned so far.
  public var progress: EpochProgress { place.progress }
  /// The time, in seconds, that `next()` has spent waiting for batches that were not ready.
  public private(set) var secondsWaited = 0.0

  /// The most threads that prepare batches.
  public static let mostThreads = 8

  private let preparation: BatchPreparation
  private var place: BatchPlace

  /// Prepares the batches of `source` on the given number of threads, starting at once.
  ///
  /// - Precondition: `threads` is positive; at most `mostThreads` are used.
  public init(_ source: sending ShuffledBatches, threads: Int = mostThreads) {
    require(threads > 0, "PrefetchedBatches: \(threads) threads")
    batchSize = source.batchSize
    place = BatchPlace(of: source)
    preparation = BatchPreparation(source, threads: min(threads, Self.mostThreads))
    preparation.start()
  }

  deinit { preparation.cancel() }

  /// Returns the next batch.
  ///
  /// - Throws: Errors in preparing it; another call tries again.
  public func next() throws -> ImageBatch {
    let clock = ContinuousClock()
    let start = clock.now
    let prepared = preparation.finish()
    secondsWaited += (clock.now - start) / .seconds(1)
    let (batch, newPlace) = try prepared.get()
    place = newPlace
    return batch
  }

  /// The position in the dataset, from which the next batches follow.
  public func state() -> NamedArrays { place.state }

  /// Restores a saved state.
  ///
  /// - Throws: `FileProblem` if the state does not fit this dataset; nothing is changed then.
  public func restore(from state: StateReader) throws {
    place = try preparation.restore(from: state)
    preparation.start()
  }
}
