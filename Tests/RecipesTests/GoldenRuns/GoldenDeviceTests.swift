import AcceleratorTestSupport
import Accelerators
import TensorCore
import Testing

/// The golden runs as graphs that XLA compiles, within the CPU engine's tolerances.
@Suite(.needsXLA) struct GoldenDeviceTests {
  @Test func replaysPyTorch() throws {
    try onXLA { try GoldenTutorialTests().replaysPyTorch() }
  }

  @Test func replaysKeras() throws {
    try onXLA { try GoldenTutorialTests().replaysKeras(.fixed) }
  }

  @Test func replaysTensorFlow() throws {
    try onXLA { try GoldenTutorialTests().replaysTensorFlow(.fixed) }
  }

  @Test func replaysChainer() throws {
    try onXLA { try GoldenChainerTests().replaysTheRun(.fixed) }
  }

  @Test func replaysR3GAN() throws {
    try onXLA { try GoldenR3GANTests().replaysTheRuns(.fixed) }
  }

  private func onXLA(_ body: () throws -> Void) throws {
    let engine = try XLADevice.engine()
    try Context.current.with(engine: engine).run(body)
    #expect(engine.statistics.runs > 0)
  }
}
