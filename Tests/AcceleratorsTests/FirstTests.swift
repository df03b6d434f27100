import Accelerators
import PJRT
import TensorCore
import Testing

@Suite struct FirstTests {
  @Test func adds() throws {
    let client = try PluginSearch().client(for: DeviceName(.xla))
    let engine = GraphEngine(client, named: "XLA")
    Context.current.with(engine: engine).run {
      let x = Tensor([1, 2, 3])
      print((x + x * 2).scalars, engine.latestProgram ?? "", engine.statistics)
    }
  }
}
