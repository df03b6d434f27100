import Archives
import Imaging

/// What kind of dataset stands at a path, as its content tells.
enum DatasetFormat: Equatable {
  /// CIFAR-10's binary version, with the path of its archive, folder or file.
  case cifar10(String)
  /// A file or folder of IDX images.
  case idx
  /// A folder of images.
  case imageFolder
  /// An archive of images.
  case imageArchive(PackedFiles.Format)
  /// One image.
  case image

  /// The names under which CIFAR-10 stands in a folder around it.
  private static let cifar10Names = ["cifar-10-batches-bin", "cifar-10-binary.tar.gz"]

  /// Looks at the file or folder at `path`.
  ///
  /// - Throws: `FileProblem` where it is a file of no known kind.
  init(of path: String) throws(FileProblem) {
    self = FileKind(at: path) == .folder ? try .folder(path) : try .file(path)
  }

  private static func folder(_ path: String) throws(FileProblem) -> DatasetFormat {
    let names = try filesOfFolder(path)
    let parts = DatasetSplit.allCases
    if names.contains(where: { name in parts.contains { CIFAR10.isBatch(name, of: $0) } }) {
      return .cifar10(path)
    }
    if names.contains(where: { name in parts.contains { IDX.imageNames($0).contains(name) } }) {
      return .idx
    }
    for name in cifar10Names where FileKind(at: path + "/" + name) != .missing {
      return .cifar10(path + "/" + name)
    }
    return .imageFolder
  }

  private static func file(_ path: String) throws(FileProblem) -> DatasetFormat {
    if path.hasSuffix(".bin") { return .cifar10(path) }
    let expected = """
      a folder or a .tar, .tar.gz or .zip of PNG or JPEG images, one such image, CIFAR-10's archive \
      or .bin file, or IDX images
      """
    var stream: ByteStream
    do {
      stream = try ByteStream(path)
    } catch {
      throw FileProblem(path, found: error.found, expected: expected)
    }
    let start = try stream.read(upTo: 512)
    if start.starts(with: IDX.imageMagic) { return .idx }
    if let format = PackedFiles.Format(start: start) { return try .archive(path, format) }
    if ImageFile.isImage(start) { return .image }
    throw FileProblem(
      path,
      found: start.isEmpty ? "is empty" : "starts like nothing that holds images",
      expected: expected
    )
  }

  /// Looks for the first file in an archive that is of CIFAR-10 or an image.
  private static func archive(
    _ path: String,
    _ format: PackedFiles.Format
  ) throws(FileProblem) -> DatasetFormat {
    var files = try PackedFiles(path, format: format)
    while let file = try files.nextFile() {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      if DatasetSplit.allCases.contains(where: { CIFAR10.isBatch(name, of: $0) }) {
        return .cifar10(path)
      }
      if ImageNames.isImage(name), !name.hasPrefix(".") { return .imageArchive(format) }
    }
    throw FileProblem(
      path,
      found: "holds no images",
      expected: "PNG or JPEG images, or data_batch_*.bin of CIFAR-10's binary version"
    )
  }
}
