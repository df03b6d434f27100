import Archives
import Batches

/// Batches of whole numbers that run across the end of an epoch: training moves any batch.
final class FakeBatches: BatchIterator {
  let batchSize: Int
  var secondsWaited = 0.0
  private let count: Int
  private var handedOut = 0

  init(datasetCount: Int, batchSize: Int) {
    count = datasetCount
    self.batchSize = batchSize
  }

  var progress: EpochProgress {
    EpochProgress(epoch: handedOut / count, example: handedOut % count, of: count)
  }

  func next() throws -> [Int] {
    defer { handedOut += batchSize }
    return (0..<batchSize).map { (handedOut + $0) % count }
  }

  func state() -> NamedArrays {
    var state = NamedArrays()
    state.set("position", to: handedOut)
    return state
  }

  func restore(from state: StateReader) throws { handedOut = try state.integer("position") }
}
