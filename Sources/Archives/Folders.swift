internal import Foundation

/// Creates the folder at `path` and its parents, if they are missing, durably: what is put into them could be lost with
/// their names.
///
/// - Throws: `FileProblem` if that fails.
package func makeFolder(_ path: String) throws(FileProblem) {
  let expected = "a folder that can be written"
  switch FileKind(at: path) {
  case .folder: return
  case .missing: break
  default: throw FileProblem(path, found: "is not a folder", expected: expected)
  }
  let missing = missingFolders(on: path)
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch let error as CocoaError where error.code == .fileWriteNoPermission {
    throw FileProblem(path, found: "may not be created by this user", expected: expected)
  } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
    throw FileProblem(
      path,
      found: "cannot be created: \(systemMessage(ENOSPC))",
      expected: "a disk with space left"
    )
  } catch {
    throw FileProblem(path, found: "cannot be created", expected: expected)
  }
  for folder in missing.reversed() { syncFolder(of: folder) }
}

/// The folders that are missing on the way to `path`, itself included, innermost first.
package func missingFolders(on path: String) -> [String] {
  var missing: [String] = []
  var folder = path
  while true {
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    guard !folder.isEmpty, FileKind(at: folder) == .missing else { return missing }
    missing.append(folder)
    guard let slash = folder.lastIndex(of: "/") else { return missing }
    folder = String(folder[..<slash])
  }
}

/// The names of all that is in the folder at `path`; none where it cannot be listed.
package func names(in path: String) -> [String] {
  (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
}
