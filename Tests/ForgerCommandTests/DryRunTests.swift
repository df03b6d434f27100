import FileTestSupport
import Foundation
import Testing

/// `forger train --dry-run`.
@Suite struct DryRunTests {
  @Test func aRunIsToldAndNotBegun() throws {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(10), as: "data.bin")
    let arguments = [
      "train", "-i", "data.bin", "--channels", "8", "-b", "4", "-e", "2", "--dry-run",
    ]
    let output = try expectSuccess(arguments, in: folder)
    for word in [
      "Training dcgan-cifar10", "length         2 epochs (5 iterations)", "rank   threads   images",
      "An iteration takes ", " s, and 5 of them ", "Nothing was written.",
    ] {
      #expect(output.contains(word), "\(output)")
    }
    #expect(try folder.names() == ["data.bin"])
  }

  @Test func whatWouldKeepTheRunFromStartingIsSaid() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(["train", "-i", "nothing", "--dry-run"], in: folder)
    #expect(outcome.ending == .code(1))
    #expect(outcome.errors.hasPrefix("Error: nothing: "), "\(outcome)")
  }
}
