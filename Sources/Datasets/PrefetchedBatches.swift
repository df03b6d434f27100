public import Archives

/// Batches prepared ahead: while one is trained on, another thread makes the next.
///
/// Position and state are those of the batches handed out, never of the one in preparation, so that
/// a restored run repeats no batch and loses none.
public final class PrefetchedBatches: BatchIterator {
  /// The number of images in the data set.
  public let datasetCount: Int
  /// The number of images in a batch.
  public let batchSize: Int
  /// Whole epochs that the batches handed out so far have completed.
  public var epoch: Int { place.epoch }
  /// Epochs with their fraction.
  public var epochDetail: Double { place.epochDetail }
  /// The time, in seconds, that `next()` has spent waiting for batches that were not ready.
  public private(set) var secondsWaited = 0.0

  private let preparation: BatchPreparation
  private var place: BatchPlace

  /// Prepares the batches of `source`, starting at once.
  public init(_ source: sending any BatchIterator) {
    datasetCount = source.datasetCount
    batchSize = source.batchSize
    place = BatchPlace(of: source)
    preparation = BatchPreparation(source)
    preparation.start()
  }

  /// The next batch.
  ///
  /// - Throws: What preparing it threw; asking again tries again.
  public func next() throws -> ImageBatch {
    let clock = ContinuousClock()
    let start = clock.now
    let prepared = preparation.finish()
    secondsWaited += (clock.now - start) / .seconds(1)
    preparation.start()
    let (batch, newPlace) = try prepared.get()
    place = newPlace
    return batch
  }

  /// The position in the data set: continuing from it gives the batches that would have come next.
  public func state() -> NamedArrays { place.state }

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit this data set; nothing has changed then.
  public func restore(from state: NamedArrays, path: String) throws {
    place = try preparation.restore(from: state, path: path)
    preparation.start()
  }
}
