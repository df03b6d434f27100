import FileTestSupport
import Foundation
import Testing

/// `forger devices`, and options that name devices.
@Suite struct DevicesTests {
  @Test func listsEveryKindOfDevice() throws {
    let text = try expectSuccess(["devices"], in: TemporaryFolder())
    for kind in ["cpu", "xla", "cuda", "rocm", "tpu"] {
      #expect(text.contains("\n\(kind) ") || text.hasPrefix("\(kind) "))
    }
    #expect(text.contains("forger/plugins"))
  }

  @Test(arguments: [
    ["--device", "gpu"], ["--device", "cpu:1"], ["--gpu", "-2"], ["--gpu", "0", "--device", "xla"],
    ["--precision", "fast"],
  ])
  func whatNamesNoDeviceIsAUsageError(_ options: [String]) throws {
    try expectUsageProblem(["bench", "mlp-mnist"] + options, in: TemporaryFolder(), saying: [])
  }

  @Test func aDeviceWithoutAPluginSaysWhatToInstall() throws {
    try expectProblem(
      ["bench", "mlp-mnist", "--device", "tpu"],
      in: TemporaryFolder(),
      naming: "device tpu",
      saying: ["libtpu", "FORGER_PJRT_TPU"]
    )
  }
}
