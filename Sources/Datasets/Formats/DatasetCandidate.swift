public import Archives
import Imaging

/// A file or folder that may hold images, with what formats are told by; read once for all of them.
public struct DatasetCandidate: Sendable {
  /// Where it is.
  public let path: String
  /// Whether it is a folder.
  public let isFolder: Bool
  /// The names of the visible files in the folder, sorted; none of a file.
  public let names: [String]
  /// The first 512 bytes of the file, unpacked where it is compressed by gzip; none of a folder.
  public let start: [UInt8]

  /// Looks at what stands at a path.
  ///
  /// - Throws: `FileProblem` where it cannot be read.
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

  /// The format of the archive that it is, if it is one.
  var archiveFormat: PackedFiles.Format? { isFolder ? nil : PackedFiles.Format(start: start) }

  /// The first file in an archive that is an image, hidden ones apart, or of CIFAR-10; its name without folders.
  func firstKnownFile(in format: PackedFiles.Format) throws(FileProblem) -> String? {
    var files = try PackedFiles(path, format: format)
    while let file = try files.nextFile() {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      if CIFAR10.isBatch(name) || (ImageNames.isImage(name) && !name.hasPrefix(".")) { return name }
    }
    return nil
  }
}
