import AcceleratorTestSupport
import Accelerators
import TensorCore
import Testing

/// PyTorch's gradients of gradients as graphs that XLA compiles, within the CPU engine's tolerances.
@Suite(.needsXLA) struct GoldenPenaltyDeviceTests {
  @Test(arguments: ["wasserstein", "r1"]) func replaysPyTorchsDoubleBackward(_ kind: String) throws
  {
    let engine = try XLADevice.engine()
    try Context.current.with(engine: engine).run {
      try GoldenPenaltyTests().replaysPyTorchsDoubleBackward(kind, .fixed)
    }
    #expect(engine.statistics.runs > 0)
  }
}
