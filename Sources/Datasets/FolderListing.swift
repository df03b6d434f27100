import Archives

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The names in the folder at `path` that are not hidden, sorted.
private func visibleNames(_ path: String) throws(FileProblem) -> [String] {
  do {
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
    return names.filter { !$0.hasPrefix(".") }.sorted()
  } catch {
    throw FileProblem(path, found: "cannot be listed", expected: "a readable folder")
  }
}

/// The names of the visible regular files in the folder at `path`, sorted.
func filesOfFolder(_ path: String) throws(FileProblem) -> [String] {
  try visibleNames(path).filter { FileKind(at: path + "/" + $0) == .file }
}

/// The paths of the visible regular files in the folder at `path` and its subfolders, sorted.
///
/// Links to files are followed; links to folders are not, since they can form cycles.
func filesBelowFolder(_ path: String) throws(FileProblem) -> [String] {
  var files: [String] = []
  var folders = [path]
  while let folder = folders.popLast() {
    for name in try visibleNames(folder) {
      let path = folder + "/" + name
      if FileKind(at: path, followingLinks: false) == .folder {
        folders.append(path)
      } else if FileKind(at: path) == .file {
        files.append(path)
      }
    }
  }
  return files.sorted()
}
