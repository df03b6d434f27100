import Archives
import FileTestSupport
import Foundation
import Testing

/// Names of files and texts in files that would have a terminal do something.
@Suite struct EscapedTextsTests {
  /// Colors, a new line, and writing that goes the other way.
  private static let hostile = "\u{1B}[31m\n\u{202E}x\u{9B}2J"
  private static let escaped = #"\u{1B}[31m\n\u{202E}x\u{9B}2J"#

  /// Expects that nothing of it reached the terminal, and that it is shown.
  private func expectEscaped(
    _ outcome: Outcome,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let text = outcome.output + outcome.errors
    let harmful = text.unicodeScalars.filter { scalar in
      scalar != "\n" && (scalar.properties.generalCategory == .control || scalar == "\u{202E}")
    }
    #expect(harmful.isEmpty, "\(text.debugDescription)", sourceLocation: sourceLocation)
    #expect(text.contains(Self.escaped), "\(text.debugDescription)", sourceLocation: sourceLocation)
    // Nothing of it begins a line.
    let starts = text.split(separator: "\n").filter { $0.hasPrefix(#"\u{202E}"#) }
    #expect(starts.isEmpty, "\(text.debugDescription)", sourceLocation: sourceLocation)
  }

  private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> Outcome {
    let outcome = try Command.run(arguments, in: folder)
    #expect(outcome.ending == .code(0), "\(outcome)")
    return outcome
  }

  /// A folder whose dataset has the name.
  private func folderWithHostileData() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(cifarRecords(10), as: Self.hostile + ".bin")
    return folder
  }

  /// The summary, and the commands at the end.
  @Test func aRunShowsItsDataset() throws {
    let folder = try folderWithHostileData()
    let arguments = ["train", "-i", Self.hostile + ".bin", "--channels", "8", "-b", "4"]
    let more = ["--threads", "1", "--iterations", "1", "--out", Self.hostile + " out"]
    expectEscaped(try run(arguments + more, in: folder))
    let end = try run(
      ["train", "--out", Self.hostile + " out", "--resume", "latest", "--threads", "1"],
      in: folder
    )
    expectEscaped(end)
    #expect(end.output.contains("Nothing to do"), "\(end)")
  }

  /// What a checkpoint says of its dataset was written by whoever made it.
  @Test func evaluationShowsTheCheckpointsDataset() throws {
    let escaped = #"\u001b[31m\n\u202ex\u009b2J"#
    let folder = try TrainedRun.broken("gen_iter_3.npz") {
      try $0.replaceInRecipe("recipe", "data.bin", by: "\"\(escaped).bin\"")
    }
    let arguments = [
      "evaluate", "broken.npz", "--samples", "10", "--metrics", "density-coverage", "--threads",
      "1",
    ]
    let missing = try Command.run(arguments, in: folder)
    #expect(missing.ending == .code(1), "\(missing)")
    expectEscaped(missing)
    try folder.write(cifarRecords(10), as: Self.hostile + ".bin")
    expectEscaped(try run(arguments, in: folder))
    let json = try run(arguments + ["--json"], in: folder).output
    #expect(json.contains(escaped), "\(json)")
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(object?.values.contains { ($0 as? String)?.contains(Self.hostile) == true } == true)
  }

  /// Folders name classes.
  @Test func inspectionShowsClasses() throws {
    let folder = try TemporaryFolder()
    for name in [Self.hostile, "cats"] {
      try folder.write(png(), as: "pictures/\(name)/1.png")
      try folder.write([1, 2, 3], as: "pictures/\(name)/\(Self.hostile).png")
    }
    let arguments = ["datasets", "inspect", "pictures", "--rows", "1", "--columns", "1"]
    expectEscaped(try run(arguments, in: folder))
  }

  @Test(arguments: [
    ["generate", "gen.npz", "--rows", "1", "--columns", "1", "--out", hostile],
    ["generate", "gen.npz", "--count", "1", "--arrays", hostile],
    ["generate", "gen.npz", "--count", "1", "--each", "--out", hostile],
    ["interpolate", "gen.npz", "--steps", "2", "--pairs", "1", "--out", hostile],
    ["project", "gen.npz", "picture.png", "--steps", "1", "--out", hostile],
  ])
  func resultsAreShown(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let generator = try Data(
      contentsOf: URL(fileURLWithPath: TrainedRun.folder("result/gen_iter_3.npz"))
    )
    try folder.write([UInt8](generator), as: "gen.npz")
    try folder.write(png(), as: "picture.png")
    expectEscaped(try run(arguments + ["--threads", "1"], in: folder))
  }

  /// Whatever a command line is blamed for, the words of it that are quoted stay on their line.
  @Test(arguments: [
    ["train", "--" + hostile], ["train", hostile, "cats"], ["train", "--seed", hostile],
    ["train", "--seed=" + hostile], [hostile], ["train", "--objective", hostile],
    ["evaluate", "--metrics", hostile, "x"], ["recipes", "show", hostile],
    ["datasets", "fetch", "mnist", "--mirror", hostile],
    ["interpolate", "x", "--out", hostile, "--gif", hostile],
  ])
  func usageProblemsAreShown(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.run(arguments, in: folder)
    #expect(outcome.ending == .code(2), "\(outcome)")
    expectEscaped(outcome)
  }

  /// A recipe's file, whose words are quoted.
  @Test func recipesAreShown() throws {
    let folder = try folderWithData()
    let words = #""\e[31m\n\u202Ex\u009B2J""#
    for text in ["recipe: mlp-mnist\nobjective: \(words)\n", "\(words): 1\n", "recipe: \(words)\n"]
    {
      try folder.write(Array(text.utf8), as: "recipe.yaml")
      let outcome = try Command.run(["train", "recipe.yaml", "-i", "data.bin"], in: folder)
      #expect(outcome.ending == .code(1), "\(outcome)")
      expectEscaped(outcome)
    }
  }
}
