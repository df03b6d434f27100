import Recipes
import Testing

@Suite struct ScalingModelTests {
  private let model = ScalingModel(
    fixedSeconds: 0.1,
    secondsPerImage: 0.01,
    immediateSums: 10,
    immediateBytes: 1000,
    messages: 4,
    messageBytes: 10e6,
    lastBytes: 2e6
  )

  private let network = ScalingModel.Network(latency: 1e-3, bandwidth: 100e6)

  @Test func sumsTakeLatencyForEachStepAndHaveEachByteSentTwice() {
    #expect(network.seconds(ofSumOver: 1, bytes: 1e6) == 0)
    #expect(abs(network.seconds(ofSumOver: 2, bytes: 1e6) - (2e-3 + 1e-2)) < 1e-12)
    #expect(abs(network.seconds(ofSumOver: 4, bytes: 1e6) - (4e-3 + 1.5e-2)) < 1e-12)
    #expect(abs(network.seconds(ofSumOver: 5, bytes: 0) - 6e-3) < 1e-12)
  }

  @Test func oneProcessTakesWhatItComputes() {
    #expect(abs(model.seconds(batch: 30, processes: 1, over: network) - 0.4) < 1e-12)
  }

  /// 15 images take 0.25 s, of which half can hide messages; those take 4 · (2 ms + 100 ms).
  @Test func messagesAreHiddenBehindHalfOfTheComputation() {
    let expected = 0.25 + 10 * (2e-3 + 1e-5) + (4 * 0.102 - 0.125)
    #expect(abs(model.seconds(batch: 30, processes: 2, over: network) - expected) < 1e-9)
    // The last message is never hidden.
    let fast = ScalingModel.Network(latency: 0, bandwidth: 10e9)
    let hidden = 0.25 + 10 * 1e-7 + 2e-4
    #expect(abs(model.seconds(batch: 30, processes: 2, over: fast) - hidden) < 1e-9)
  }

  @Test func theSlowestProcessCounts() {
    let none = ScalingModel.Network(latency: 0, bandwidth: .infinity)
    // 7 images for 3 processes: one has 3.
    #expect(abs(model.seconds(batch: 7, processes: 3, over: none) - 0.13) < 1e-9)
  }
}
