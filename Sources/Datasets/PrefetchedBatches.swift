public import Archives
public import Batches
import Preconditions

/// Batches prepared ahead: while one is trained on, other threads make the next ones.
///
/// Up to eight batches are prepared, or as many as 256 MiB hold, in the order of the source; threads share
/// the images of each. They are the same batches whatever the number of threads.
///
/// Position and state are those of the batches handed out, never of those in preparation, so that
/// a restored run repeats no batch and loses none.
public final class PrefetchedBatches: BatchIterator {
  /// The number of images in a batch.
  public let batchSize: Int
  /// How far the batches handed out so far have come.
  public var progress: EpochProgress { place.progress }
  /// The time, in seconds, that `next()` has spent waiting for batches that were not ready.
  public private(set) var secondsWaited = 0.0

  /// The most threads that prepare batches.
  public static let mostThreads = 8

  private let preparation: BatchPreparation
  private var place: BatchPlace

  /// Prepares the batches of `source` on so many threads, starting at once.
  ///
  /// - Precondition: `threads` is positive; more than `mostThreads` are as many.
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
  /// - Throws: What preparing it threw; asking again tries again.
  public func next() throws -> ImageBatch {
    let clock = ContinuousClock()
    let start = clock.now
    let prepared = preparation.finish()
    secondsWaited += (clock.now - start) / .seconds(1)
    let (batch, newPlace) = try prepared.get()
    place = newPlace
    return batch
  }

  /// The position in the dataset: continuing from it gives the batches that would have come next.
  public func state() -> NamedArrays { place.state }

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit this dataset; nothing has changed then.
  public func restore(from state: StateReader) throws {
    place = try preparation.restore(from: state)
    preparation.start()
  }
}
