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

/// An absolute path without ".", ".." and a final slash, so that suffixes can be appended.
package func absolutePath(_ path: String) -> String {
  let whole =
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  var parts: [Substring] = []
  for part in whole.split(separator: "/") where part != "." {
    if part == ".." { _ = parts.popLast() } else { parts.append(part) }
  }
  return "/" + parts.joined(separator: "/")
}

/// The folder of an absolute path.
func parent(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
  return String(path[..<slash])
}

/// Renames the file or folder at `path`, durably, replacing a file of that name.
///
/// - Throws: `FileProblem` if that fails.
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

/// The size of the regular file at `path` in bytes, or `nil` if it cannot be read.
func byteCount(of path: String) -> Int? {
  guard let file = try? InputFile(path) else { return nil }
  return file.byteCount
}
