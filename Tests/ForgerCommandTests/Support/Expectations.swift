import FileTestSupport
import Foundation
import Testing

/// Expects that the command refuses its arguments because of what it finds in files: exit code 1 and
/// one line that names `path` and says `words`, and that the folder stays as it was.
func expectProblem(
  _ arguments: [String],
  in folder: TemporaryFolder,
  naming path: String,
  saying words: [String],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let outcome = try runChangingNothing(arguments, in: folder, sourceLocation)
  #expect(outcome.ending == .code(1), "\(outcome)", sourceLocation: sourceLocation)
  let lines = outcome.errors.split(separator: "\n", omittingEmptySubsequences: false)
  #expect(lines.count == 2 && lines.last == "", "\(outcome)", sourceLocation: sourceLocation)
  let line = lines.first ?? ""
  let start = "Error: \(path): "
  #expect(line.hasPrefix(start), "\(line)\n\(start)…", sourceLocation: sourceLocation)
  for word in words + ["; expected "] {
    #expect(line.contains(word), "\(outcome)", sourceLocation: sourceLocation)
  }
}

/// Expects that the command refuses its arguments for what they are: exit code 2, a message that says
/// `words`, and that the folder stays as it was.
func expectUsageProblem(
  _ arguments: [String],
  in folder: TemporaryFolder,
  saying words: [String],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let outcome = try runChangingNothing(arguments, in: folder, sourceLocation)
  #expect(outcome.ending == .code(2), "\(outcome)", sourceLocation: sourceLocation)
  #expect(outcome.output == "", "\(outcome)", sourceLocation: sourceLocation)
  #expect(outcome.errors.hasPrefix("Error: "), "\(outcome)", sourceLocation: sourceLocation)
  for word in words + ["Usage: forger", "--help"] {
    #expect(outcome.errors.contains(word), "\(outcome)", sourceLocation: sourceLocation)
  }
}

/// Runs the command, which is to leave the folder as it was.
private func runChangingNothing(
  _ arguments: [String],
  in folder: TemporaryFolder,
  _ sourceLocation: SourceLocation
) throws -> Outcome {
  let before = try contents(of: folder)
  let outcome = try Command.run(arguments, in: folder)
  let after = try contents(of: folder)
  #expect(changes(from: before, to: after) == [], sourceLocation: sourceLocation)
  return outcome
}

/// Expects that the command does what it was asked to, without a word on standard error.
@discardableResult
func expectSuccess(
  _ arguments: [String],
  in folder: TemporaryFolder,
  sourceLocation: SourceLocation = #_sourceLocation
) throws -> String {
  let outcome = try Command.run(arguments, in: folder)
  #expect(outcome.ending == .code(0), "\(outcome)", sourceLocation: sourceLocation)
  #expect(outcome.errors == "", "\(outcome)", sourceLocation: sourceLocation)
  return outcome.output
}

/// All that a folder holds, hidden files included: files with their bytes, the rest with `nil`.
func contents(of folder: TemporaryFolder) throws -> [String: Data?] {
  var contents: [String: Data?] = [:]
  for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder(path))
    let isFile = attributes[.type] as? FileAttributeType == .typeRegular
    contents[path] = isFile ? try Data(contentsOf: URL(fileURLWithPath: folder(path))) : Data?.none
  }
  return contents
}

/// The paths that came, went or changed, sorted.
func changes(from before: [String: Data?], to after: [String: Data?]) -> [String] {
  Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
}
