import Archives

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A path from the root, without "." and ".." and a slash at its end, so that names beside it can be
/// made by adding to it.
package func absolutePath(_ path: String) -> String {
  let whole =
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  var parts: [Substring] = []
  for part in whole.split(separator: "/") where part != "." {
    if part == ".." { _ = parts.popLast() } else { parts.append(part) }
  }
  return "/" + parts.joined(separator: "/")
}

/// The folder in which the file or folder at an absolute path lies.
func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
  return String(path[..<slash])
}

/// Gives the file or folder at `path` another name, durably, replacing a file of that name.
///
/// - Throws: `FileProblem` where that fails.
func move(_ path: String, to target: String) throws(FileProblem) {
  guard rename(path, target) == 0 else {
    throw FileProblem(
      target,
      found: "cannot be written: \(String(cString: strerror(errno)))",
      expected: "a path that can be written to"
    )
  }
  syncFolder(of: target)
}

/// The bytes of the regular file at `path`, or `nil` where there is none that can be read.
func byteCount(of path: String) -> Int? {
  guard let file = try? InputFile(path) else { return nil }
  return file.byteCount
}
