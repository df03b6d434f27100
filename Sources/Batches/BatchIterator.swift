public import Archives

/// An endless source of batches that knows its position in the dataset.
///
/// A batch may be of any type: images with labels in `Datasets`, anything else in other programs.
///
/// Batches cross the ends of epochs, as in Chainer's `SerialIterator`: the last examples of one order and the
/// first of the next form one batch.
public protocol BatchIterator<Batch>: AnyObject {
  /// The type of batch.
  associatedtype Batch

  /// The number of examples in a batch.
  var batchSize: Int { get }
  /// The progress of the batches returned so far.
  var progress: EpochProgress { get }
  /// The time, in seconds, that `next()` has spent waiting for batches being prepared.
  var secondsWaited: Double { get }

  /// Returns the next batch.
  ///
  /// - Throws: If the data cannot be read.
  func next() throws -> Batch

  /// The position, the order and the shuffling stream, from which `restore(from:)` continues with exactly the
  /// next batches.
  func state() -> NamedArrays

  /// Restores a saved state.
  ///
  /// - Throws: `FileProblem` if the state does not fit this dataset.
  func restore(from state: StateReader) throws
}

extension BatchIterator {
  /// 0: nothing is prepared in the background.
  public var secondsWaited: Double { 0 }
  /// The number of examples in the dataset.
  public var datasetCount: Int { progress.count }
  /// Epochs completed by the batches returned so far.
  public var epoch: Int { progress.epoch }
  /// Epochs with their fraction: `epoch` plus the share of the current epoch.
  public var epochDetail: Double { progress.epochs }
}
