import Accelerators
import Testing

/// How devices are named and looked for.
@Suite struct DeviceNameTests {
  @Test(arguments: [
    ("cpu", DeviceName(.cpu)), ("xla", DeviceName(.xla)), ("cuda:1", DeviceName(.cuda, 1)),
    ("rocm:0", DeviceName(.rocm, 0)), ("tpu", DeviceName(.tpu)),
  ])
  func isRead(_ text: String, _ device: DeviceName) {
    #expect(DeviceName(text) == device)
    #expect(device.description == text)
  }

  @Test(arguments: ["", "gpu", "cuda:", "cuda:-1", "cuda:1:2", "cuda:x", "cpu:1", "CUDA", ":0"])
  func isNone(_ text: String) { #expect(DeviceName(text) == nil) }

  @Test func aMissingPluginSaysWhatToInstall() throws {
    let search = PluginSearch(environment: ["HOME": "/nowhere"])
    #expect(search.folders.first == "/nowhere/.cache/forger/plugins")
    let problem = try #require(throws: DeviceProblem.self) {
      _ = try search.client(for: DeviceName(.tpu))
    }
    #expect("\(problem)".contains("libtpu") && "\(problem)".contains("FORGER_PJRT_TPU"))
  }

  @Test func theEnvironmentNamesAPlugin() {
    let search = PluginSearch(environment: ["FORGER_PJRT_CUDA": "/own/cuda.so"])
    #expect(search.path(for: .cuda) == "/own/cuda.so")
  }
}
