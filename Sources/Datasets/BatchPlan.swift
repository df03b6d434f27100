import Archives
import Batches

/// The images of a batch.
struct BatchPlan: Sendable {
  /// An image of the dataset, and whether it is mirrored.
  struct PlannedImage: Sendable {
    let index: Int
    let isMirrored: Bool
  }

  let images: [PlannedImage]
  /// The iterator's position once the batch is returned.
  let place: BatchPlace
}

/// The position of an iterator.
struct BatchPlace: Sendable {
  let progress: EpochProgress
  let state: NamedArrays

  /// The current position of `source`.
  init(of source: ShuffledBatches) {
    progress = source.progress
    state = source.state()
  }
}
