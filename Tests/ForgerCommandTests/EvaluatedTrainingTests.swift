import Archives
import FileTestSupport
import Foundation
import Testing

/// `forger train --evaluate-every`.
@Suite struct EvaluatedTrainingTests {
  private static let options = [
    "--evaluate-every", "1", "--evaluate-samples", "10", "--display-interval", "1",
    "--snapshot-interval", "2",
  ]

  private func log(of folder: TemporaryFolder) throws -> [[String: Double]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder("result/log")))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Double]])
  }

  @Test func logsAndKeepsTheBest() throws {
    let folder = try folderWithData()
    let output = try expectSuccess(smallTraining() + Self.options, in: folder)
    let entries = try log(of: folder)
    #expect(entries.count == 3)
    for name in ["eval/frechet", "eval/density", "eval/coverage", "eval/similarity"] {
      #expect(entries.allSatisfy { $0[name] != nil }, "\(name)")
    }
    let distances = entries.compactMap { $0["eval/frechet"] }
    let best = try #require(distances.indices.min { distances[$0] < distances[$1] }) + 1
    #expect(output.contains("result/gen_best.npz (iteration \(best), Fréchet distance "))
    #expect(output.contains("every 1 iterations: frechet, density-coverage, similarity"))
    let summary = try expectSuccess(["generate", "result/gen_best.npz"], in: folder)
    #expect(summary.contains("10 × 10 samples"))
  }

  /// Evaluation draws from streams of its own and changes nothing.
  @Test func trainsAsWithoutEvaluation() throws {
    let (with, without) = (try folderWithData(), try folderWithData())
    try expectSuccess(smallTraining() + Self.options, in: with)
    try expectSuccess(smallTraining(), in: without)
    let dis = ["result/dis_iter_3.npz", "result/gen_iter_3.npz"]
    for name in dis {
      let (first, second) = (try NPZ.read(with(name)), try NPZ.read(without(name)))
      for array in first.names where array != "recipe" {
        #expect(first[array] == second[array], "\(array)")
      }
    }
  }

  @Test func resumedRunIsTheSame() throws {
    let (whole, parted) = (try folderWithData(), try folderWithData())
    try expectSuccess(smallTraining(iterations: 4) + Self.options, in: whole)
    try expectSuccess(smallTraining(iterations: 4) + Self.options, in: parted)
    // As if it had been killed after the snapshot of iteration 2: what came later goes.
    for name in ["snapshot_iter_4.npz", "gen_iter_4.npz", "dis_iter_4.npz", "gen_best.npz"] {
      try FileManager.default.removeItem(atPath: parted("result/" + name))
    }
    try expectSuccess(["train", "--resume", "latest", "--threads", "1"], in: parted)
    try expectSameRun(whole, parted, iteration: 4)
    let best = try log(of: whole).compactMap { $0["eval/frechet"] }
    // The best is written again where it came after the snapshot.
    if best.suffix(2).min() ?? 0 < best.prefix(2).min() ?? 0 {
      try expectSameFiles(["gen_best.npz"], in: whole("result"), and: parted("result"))
    }
  }

  /// What is logged is the moving average's, which is what the generator's file holds.
  @Test func averageIsEvaluated() throws {
    let folder = try folderWithData()
    try expectSuccess(smallTraining("--average", "0.9") + Self.options, in: folder)
    let logged = try #require(try log(of: folder).last?["eval/frechet"])
    let output = try expectSuccess(
      [
        "evaluate", "result/gen_iter_3.npz", "--samples", "10", "--metrics", "frechet", "--json",
        "--threads", "1",
      ],
      in: folder
    )
    let report = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    let metrics = try #require(report?["metrics"] as? [String: [String: Any]])
    let found = try #require(metrics["frechet"]?["mean"] as? Double)
    // Other algorithms of convolutions may round a few pixels otherwise.
    #expect(abs(found - logged) < 1e-3 * logged, "\(found) \(logged)")
  }

  @Test func overwritingRemovesTheBest() throws {
    let folder = try folderWithData()
    try expectSuccess(smallTraining() + Self.options, in: folder)
    try expectSuccess(smallTraining("--overwrite"), in: folder)
    #expect(!FileManager.default.fileExists(atPath: folder("result/gen_best.npz")))
  }

  @Test(arguments: [
    (["--evaluate-every=-1"], "evaluate-every is -1"),
    (["--evaluate-samples", "2"], "evaluate-samples is 2"),
    (["--evaluate-metrics", "beauty"], "beauty"),
    (["--evaluate-metrics", "frechet,frechet"], "frechet,frechet"),
  ])
  func senselessPlansAreRefused(_ options: [String], _ word: String) throws {
    try expectUsageProblem(["train"] + options, in: TemporaryFolder(), saying: [word])
  }
}
