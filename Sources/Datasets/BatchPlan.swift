import Archives
import Batches

/// What a batch consists of.
struct BatchPlan: Sendable {
  /// An image of the dataset, and what is done to it.
  struct PlannedImage: Sendable {
    let index: Int
    let isMirrored: Bool
  }

  let images: [PlannedImage]
  /// Where the iterator stands once the batch is handed out.
  let place: BatchPlace
}

/// Where an iterator stands.
struct BatchPlace: Sendable {
  let progress: EpochProgress
  let state: NamedArrays

  /// Where `source` stands now.
  init(of source: ShuffledBatches) {
    progress = source.progress
    state = source.state()
  }
}
