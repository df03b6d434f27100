import NeuralNetworks
import Randomness
import TensorCore
import Testing

@Suite struct ModeTests {
  @Test func modesNestAndReturn() {
    #expect(Mode.current == .training)
    Mode.inference {
      #expect(Mode.current == .inference)
      Mode.training { #expect(Mode.current == .training) }
      #expect(Mode.current == .inference)
    }
    #expect(Mode.current == .training)
  }

  @Test func modesReturnAfterAnError() {
    struct Failure: Error {}
    #expect(throws: Failure.self) { try Mode.inference { throw Failure() } }
    #expect(Mode.current == .training)
    #expect(throws: Failure.self) { try inference { throw Failure() } }
    #expect(Mode.current == .training)
  }

  @Test func inferenceRecordsNothing() {
    let layer = Linear(3, 2, using: RandomStream(seed: 0, purpose: "weights"))
    let x = Tensor.ones([1, 3]).tracked
    #expect(layer(x).isTracked)
    inference {
      #expect(Mode.current == .inference)
      #expect(!layer(x).isTracked)
      Mode.training { #expect(!layer(x).isTracked) }
    }
    #expect(layer(x).isTracked)
  }

  @Test func theModeAloneStillRecords() {
    // Gradients of a network in use: what saliency and scores are differentiated by.
    let layer = Linear(3, 2, using: RandomStream(seed: 0, purpose: "weights"))
    #expect(Mode.inference { layer(.ones([1, 3])) }.isTracked)
  }

  @Test func resultsAreHandedOut() {
    #expect(inference { 7 } == 7)
    #expect(Mode.inference { "x" } == "x")
  }
}
