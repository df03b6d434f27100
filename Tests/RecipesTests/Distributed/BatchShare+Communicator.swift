import Distributed
import TensorCore

extension BatchShare {
  /// The share that a communicator's worker has of a batch.
  init(by communicator: any Communicator, ofBatch count: Int) {
    self.init(
      of: communicator.rank,
      among: communicator.size,
      ofBatch: count,
      with: CommunicatingWorkers(communicator)
    )
  }
}
