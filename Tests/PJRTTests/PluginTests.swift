import PJRT
import Testing

@Suite struct PluginTests {
  @Test func namesAFileThatIsNotThere() {
    #expect(throws: PJRTProblem.self) { _ = try Plugin(loading: "/nowhere/plugin.so") }
  }
}
