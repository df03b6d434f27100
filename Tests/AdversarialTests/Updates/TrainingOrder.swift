import Adversarial

/// The order of the updates of both networks.
enum TrainingOrder: String, CaseIterable {
  case alternating, sharedForward, jointBatch, ownBatches

  func step(of training: GANTraining) -> any TrainingStep {
    switch self {
    case .alternating: AlternatingStep(training)
    case .sharedForward: SharedForwardStep(training)
    case .jointBatch: JointBatchStep(training)
    case .ownBatches: OwnBatchesStep(training)
    }
  }
}
