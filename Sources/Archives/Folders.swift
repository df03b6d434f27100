internal import Foundation

/// Makes the folder at `path` and those that it lies in, where they are missing.
///
/// - Throws: `FileProblem` where that fails.
package func makeFolder(_ path: String) throws(FileProblem) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw FileProblem(
      path,
      found: "cannot be made a folder",
      expected: "a folder that can be written"
    )
  }
}
