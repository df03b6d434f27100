import FileTestSupport
import Foundation
import Testing

/// `forger bench`.
@Suite struct BenchTests {
  static let arguments = [
    "bench", "dcgan-cifar10", "--batch-size", "4", "--channels", "8", "--iterations", "3",
    "--threads", "1",
  ]

  @Test func jsonHasThePeersKeys() throws {
    let folder = try TemporaryFolder()
    let output = try expectSuccess(Self.arguments + ["--json"], in: folder)
    #expect(output.split(separator: "\n").count == 1)
    let json = try JSONSerialization.jsonObject(with: Data(output.utf8))
    let result = try #require(json as? [String: Any])
    #expect(result["recipe"] as? String == "dcgan-cifar10")
    #expect(result["style"] as? String == "forger")
    #expect(result["batch"] as? Int == 4)
    #expect(result["threads"] as? Int == 1)
    let median = try #require(result["median_s"] as? Double)
    let minimum = try #require(result["min_s"] as? Double)
    #expect(0 < minimum && minimum <= median && median < 60)
    #expect(try #require(result["generated_images_per_s"] as? Double) > 0)
    #expect((1..<100_000).contains(try #require(result["peak_mib"] as? Int)))
    #expect(try folder.names() == [])
  }

  @Test func textTellsTheSame() throws {
    let output = try expectSuccess(Self.arguments, in: TemporaryFolder())
    let words = ["batch 4, channels 8, 1 thread", "median", "minimum", "images/s", "peak memory"]
    for word in words { #expect(output.contains(word), "\(output)") }
  }

  /// A script that reads the figures must hear that they were not written.
  @Test func resultThatCannotBeWrittenIsAnError() throws {
    let outcome = try Command.run(
      Self.arguments,
      in: TemporaryFolder(),
      writingOutputTo: "/dev/full"
    )
    #expect(outcome.ending == .code(1), "\(outcome)")
    #expect(outcome.errors.hasPrefix("Error: standard output: "), "\(outcome)")
  }
}
