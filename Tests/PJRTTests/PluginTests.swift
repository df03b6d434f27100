import AcceleratorTestSupport
import PJRT
import Testing

/// What is said of plugins, devices and programs that are not as they should be.
@Suite struct PluginTests {
  @Test func aFileThatIsNotThere() throws {
    let problem = try #require(throws: PJRTProblem.self) { _ = try Plugin(loading: "/no/such.so") }
    #expect(problem.kind == .plugin)
    #expect("\(problem)".hasPrefix("/no/such.so: "))
    #expect("\(problem)".hasSuffix("; expected a PJRT plugin"))
  }

  @Test func aLibraryOfAnotherKind() throws {
    let problem = try #require(throws: PJRTProblem.self) { _ = try Plugin(loading: "libm.so.6") }
    #expect("\(problem)" == "libm.so.6: has no GetPjrtApi; expected a PJRT plugin")
  }

  @Test(.needsXLA) func aProgramThatDoesNotCompile() throws {
    let client = try #require(XLADevice.client)
    let problem = try #require(throws: PJRTProblem.self) {
      _ = try client.compile("module @m { nonsense }", outputCount: 1)
    }
    #expect(problem.kind == .program)
    #expect("\(problem)".contains("nonsense") || "\(problem)".contains("expected"))
    #expect(!"\(problem)".contains("\n"))
  }

  @Test(.needsXLA) func valuesComeBack() throws {
    let client = try #require(XLADevice.client)
    let numbers: [Float] = [1, 2, 3, 4, 5, 6]
    let buffer = try numbers.withUnsafeBytes {
      try client.buffer(of: $0, type: .float32, dimensions: [2, 3])
    }
    let program = try client.compile(
      """
      func.func public @main(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
        %y = stablehlo.add %x, %x : tensor<2x3xf32>
        return %y : tensor<2x3xf32>
      }
      """,
      outputCount: 1
    )
    let result = try program.run([buffer]).results
    var found = [Float](repeating: 0, count: 6)
    try found.withUnsafeMutableBytes { try Buffer.copy([(from: result[0], to: $0)]) }
    #expect(found == [2, 4, 6, 8, 10, 12])
  }
}
