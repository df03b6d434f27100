import Foundation

/// The file system, for suites that import little.
enum FileSystem {
  /// The names of everything in a folder, hidden files included, sorted.
  static func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  /// Makes a symbolic link.
  static func link(_ path: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: destination)
  }
}
