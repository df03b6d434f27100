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

  @Test func withoutALauncherMoreProcessesAreOnlyExpected() throws {
    let arguments = Self.arguments + ["--mpi"]
    let output = try expectSuccess(arguments, in: TemporaryFolder())
    for word in ["1 process, 1 thread each", "Expected over Ethernet", "100 Gbit/s", "pays up to"] {
      #expect(output.contains(word), "\(output)")
    }
    let json = try expectSuccess(arguments + ["--json"], in: TemporaryFolder())
    let result = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(result?["processes"] as? Int == 1)
  }

  @Test func profileShowsKernelsAndCeilings() throws {
    let output = try expectSuccess(Self.arguments + ["--profile"], in: TemporaryFolder())
    let lines = output.split(separator: "\n")
    #expect(try #require(lines.first).hasPrefix("kernel "))
    for word in [
      "conv2D to input 4×", "more kernels", "between kernels", "ceilings here", "GFLOP/s",
    ] {
      #expect(output.contains(word), "\(output)")
    }
    let shares = lines.compactMap { line in
      line.split(separator: " ", omittingEmptySubsequences: true).dropLast()
        .compactMap { Double($0) }.first
    }
    #expect(shares.count > 5)
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
