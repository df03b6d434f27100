import Archives
import FileTestSupport
import Foundation
import Testing

/// Snapshots of an evaluated run whose evaluation's state is not what a run leaves.
@Suite struct TamperedEvaluationTests {
  private static let snapshot = "result/snapshot_iter_2.npz"

  /// A run of two iterations, evaluated after each, made once for all tests.
  private static let run = Result {
    let folder = try folderWithData()
    try expectSuccess(
      smallTraining(iterations: 2) + [
        "--evaluate-every", "1", "--evaluate-samples", "10", "--snapshot-interval", "2",
        "--display-interval", "1",
      ],
      in: folder
    )
    return folder
  }

  /// A copy of the run with other arrays in its snapshot.
  private func folder(_ change: (inout NamedArrays) -> Void) throws -> TemporaryFolder {
    let (run, copy) = (try Self.run.get(), try TemporaryFolder())
    for name in try run.names() {
      try FileManager.default.copyItem(atPath: run(name), toPath: copy(name))
    }
    var arrays = try NPZ.read(copy(Self.snapshot))
    change(&arrays)
    try NPZ.write(arrays, to: copy(Self.snapshot))
    return copy
  }

  private static let resume = [
    "train", "--resume", "latest", "--extend", "--iterations", "1", "--threads", "1",
  ]

  private static func float64(_ values: Double..., shape: [Int] = []) -> NumpyArray {
    NumpyArray(shape: shape, elements: .float64(values))
  }

  private static func int64(_ value: Int64) -> NumpyArray { NumpyArray(value) }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let value: NumpyArray?
    let words: String

    init(_ name: String, _ value: NumpyArray?, _ words: String) {
      (self.name, self.value, self.words) = (name, value, words)
    }

    var testDescription: String { "\(name): \(value?.summary ?? "missing")" }
  }

  private static let text = NumpyArray(shape: [3], elements: .uint8([1, 2, 3]))

  @Test(arguments: [
    Case("best/value", nil, "lacks 'extensions/evaluation/best/value'"),
    Case("best/value", float64(.nan), "value' holds nan"),
    Case("best/value", float64(.infinity), "value' holds inf"),
    Case("best/value", int64(3), "value' is int64"),
    Case("best/value", float64(1, 2, shape: [2]), "value' is float64 of shape [2]"),
    Case("best/iteration", nil, "lacks 'extensions/evaluation/best/iteration'"),
    Case("best/iteration", int64(-1), "iteration' holds -1"),
    Case("best/iteration", int64(.max), "iteration' holds 9223372036854775807"),
    Case("best/iteration", float64(1), "iteration' is float64"),
    Case("yardstick", nil, "lacks 'extensions/evaluation/yardstick'"),
    Case("yardstick", float64(1), "yardstick' is float64"),
    Case("watch/observed", nil, "lacks 'extensions/evaluation/watch/observed'"),
    Case("watch/observed", int64(-5), "observed' holds -5"),
    Case("watch/observed", int64(.max), "observed' holds 9223372036854775807"),
    Case("watch/observed", text, "observed' is uint8 of shape [3]"),
    Case("watch/averages/D(x)", float64(.nan), "D(x)' holds nan"),
    Case("watch/averages/gen/loss", text, "gen/loss' is uint8"),
    Case("watch/averages/beauty", float64(1), "watch/averages/beauty"),
    Case("watch/best_coverage", nil, "lacks 'extensions/evaluation/watch/best_coverage'"),
    Case("watch/best_coverage", float64(-.infinity), "best_coverage' holds -inf"),
    Case("watch/best_coverage", float64(1e300), "best_coverage' holds 1e+300"),
    Case("watch/least_similarity", float64(-2), "least_similarity' holds -2"),
    Case("watch/given/railed", text, "given/railed' is uint8"),
    Case("watch/given/boredom", int64(1), "watch/given/boredom"),
  ])
  func strangeStatesAreRefused(_ example: Case) throws {
    let folder = try folder { $0["extensions/evaluation/" + example.name] = example.value }
    try expectProblem(Self.resume, in: folder, naming: Self.snapshot, saying: [example.words])
  }

  /// What was measured otherwise is no measure of what comes.
  @Test func otherYardsticksStartAnew() throws {
    let folder = try folder { $0["extensions/evaluation/yardstick"] = Self.text }
    let output = try expectSuccess(Self.resume, in: folder)
    #expect(output.contains("Starting over with gen_best.npz"))
    #expect(output.contains("result/gen_best.npz (iteration 3, "))
  }

  /// A snapshot of a run that was not evaluated may resume as one that is.
  @Test func nothingAtAllStartsAnew() throws {
    let folder = try folder { arrays in
      for name in arrays.names where name.hasPrefix("extensions/evaluation/") { arrays[name] = nil }
    }
    let output = try expectSuccess(Self.resume, in: folder)
    #expect(output.contains("result/gen_best.npz (iteration 3, "))
  }

  /// Unchanged, it resumes and remembers the best generator.
  @Test func itsOwnStateIsTaken() throws {
    let folder = try folder { $0["extensions/evaluation/best/value"] = Self.float64(-1) }
    let output = try expectSuccess(Self.resume, in: folder)
    #expect(output.contains(", Fréchet distance -1)"), "\(output)")
  }
}
