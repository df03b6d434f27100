public import Archives
import Imaging

/// A file or folder that may hold images, with what formats recognize it by, read once for all of them.
public struct DatasetCandidate: Sendable {
  /// Its path.
  public let path: String
  /// Whether it is a folder.
  public let isFolder: Bool
  /// The names of the visible files in the folder, sorted; empty for a file.
  public let names: [String]
  /// The first 512 bytes of the file, decompressed if it is a gzip file; empty for a folder.
  public let start: [UInt8]

  /// Inspects a path.
  ///
  /// - Throws: `FileProblem` if it cannot be read.
  public init(_ path: String) throws(FileProblem) {
    self.path = path
    isFolder = FileKind(at: path) == .folder
    names = isFolder ? try filesOfFolder(path) : []
    if isFolder {
      start = []
    } else {
      var stream = try ByteStream(path)
      start = try stream.read(upTo: 512)
    }
  }

  /// The archive format, if it is an archive.
  var archiveFormat: PackedFiles.Format? { isFolder ? nil : PackedFiles.Format(start: start) }

  /// The first visible file in an archive that is an image or belongs to CIFAR-10; its name without folders.
  func firstKnownFile(in format: PackedFiles.Format) throws(FileProblem) -> String? {
    var files = try PackedFiles(path, format: format)
    while let file = try files.nextFile() {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      if CIFAR10.isBatch(name) || (ImageNames.isImage(name) && !name.hasPrefix(".")) { return name }
    }
    return nil
  }
}
