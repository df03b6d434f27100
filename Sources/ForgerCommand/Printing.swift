import Archives
import Foundation

/// Prints a line that is the command's result.
///
/// - Throws: `FileProblem` where it cannot be written, as when a disk is full.
func printOrFail(_ line: String) throws {
  do {
    try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
  } catch {
    throw FileProblem(
      "standard output",
      found: "cannot be written",
      expected: "a place that takes the result"
    )
  }
}
