import Archives
import Datasets

/// Batches of one-pixel images that run across the end of an epoch.
final class FakeBatches: BatchIterator {
  let datasetCount: Int
  let batchSize: Int
  var secondsWaited = 0.0
  private var handedOut = 0

  init(datasetCount: Int, batchSize: Int) {
    self.datasetCount = datasetCount
    self.batchSize = batchSize
  }

  var epoch: Int { handedOut / datasetCount }
  var epochDetail: Double {
    Double(epoch) + Double(handedOut % datasetCount) / Double(datasetCount)
  }

  func next() throws -> ImageBatch {
    let pixels = (0..<batchSize).map { UInt8((handedOut + $0) % datasetCount % 256) }
    handedOut += batchSize
    return ImageBatch(
      shape: ImageShape(height: 1, width: 1, channels: 1),
      count: batchSize,
      pixels: pixels
    )
  }

  func state() -> NamedArrays {
    var state = NamedArrays()
    state.set("position", to: handedOut)
    return state
  }

  func restore(from state: StateReader) throws { handedOut = try state.integer("position") }
}
