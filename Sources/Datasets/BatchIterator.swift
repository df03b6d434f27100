public import Archives

/// An endless source of batches that knows where in the data set it is.
///
/// Batches run across the end of an epoch, as Chainer's `SerialIterator` does: the last images of
/// one order and the first of the next make one batch.
public protocol BatchIterator: AnyObject {
  /// The number of images in the data set.
  var datasetCount: Int { get }
  /// The number of images in a batch.
  var batchSize: Int { get }
  /// Whole epochs that the batches handed out so far have completed.
  var epoch: Int { get }
  /// Epochs with their fraction: `epoch` plus the share of the current epoch handed out.
  var epochDetail: Double { get }

  /// The time, in seconds, that `next()` has spent waiting for batches that were being prepared.
  var secondsWaited: Double { get }

  /// The next batch.
  ///
  /// - Throws: When the data cannot be read.
  func next() throws -> ImageBatch

  /// The position, the order and the shuffling stream, such that `restore(from:)` continues with
  /// exactly the batches that would have come next.
  func state() -> NamedArrays

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit this data set.
  func restore(from state: StateReader) throws
}

extension BatchIterator {
  /// 0: nothing is prepared elsewhere.
  public var secondsWaited: Double { 0 }
}
