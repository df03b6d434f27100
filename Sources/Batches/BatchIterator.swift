public import Archives

/// An endless source of batches that knows where in the dataset it is.
///
/// A batch may be anything: images with labels in `Datasets`, whatever a caller trains on elsewhere.
///
/// Batches run across the end of an epoch, as Chainer's `SerialIterator` does: the last examples of
/// one order and the first of the next make one batch.
public protocol BatchIterator<Batch>: AnyObject {
  /// What is handed out.
  associatedtype Batch

  /// The number of examples in a batch.
  var batchSize: Int { get }
  /// How far the batches handed out so far have come.
  var progress: EpochProgress { get }
  /// The time, in seconds, that `next()` has spent waiting for batches that were being prepared.
  var secondsWaited: Double { get }

  /// Returns the next batch.
  ///
  /// - Throws: When the data cannot be read.
  func next() throws -> Batch

  /// The position, the order and the shuffling stream, such that `restore(from:)` continues with
  /// exactly the batches that would have come next.
  func state() -> NamedArrays

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where the state does not fit this dataset.
  func restore(from state: StateReader) throws
}

extension BatchIterator {
  /// 0: nothing is prepared elsewhere.
  public var secondsWaited: Double { 0 }
  /// The number of examples in the dataset.
  public var datasetCount: Int { progress.count }
  /// Whole epochs that the batches handed out so far have completed.
  public var epoch: Int { progress.epoch }
  /// Epochs with their fraction: `epoch` plus the share of the current epoch handed out.
  public var epochDetail: Double { progress.epochs }
}
