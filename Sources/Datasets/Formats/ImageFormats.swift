import Archives
import Imaging

/// A folder of PNG and JPEG images, tried after all other formats.
struct ImageFolderFormat: DatasetFormat {
  let summary = "a folder of PNG or JPEG images"

  func recognizes(_ candidate: DatasetCandidate) -> Bool { candidate.isFolder }

  func open(
    _ path: String,
    split: DatasetSplit,
    cacheBytes: Int
  ) throws(FileProblem) -> any ImageDataset {
    try ImageCollection(folder: path, cacheBytes: cacheBytes)
  }
}

/// An archive of PNG and JPEG images.
struct ImageArchiveFormat: DatasetFormat {
  let summary = "a .tar, .tar.gz or .zip of such images"

  func recognizes(_ candidate: DatasetCandidate) throws(FileProblem) -> Bool {
    guard let format = candidate.archiveFormat else { return false }
    return try candidate.firstKnownFile(in: format) != nil
  }

  func open(
    _ path: String,
    split: DatasetSplit,
    cacheBytes: Int
  ) throws(FileProblem) -> any ImageDataset {
    guard let format = try DatasetCandidate(path).archiveFormat else {
      throw FileProblem(path, found: "is no longer an archive", expected: summary)
    }
    return try ImageCollection(archive: path, format: format, cacheBytes: cacheBytes)
  }
}

/// One PNG or JPEG image.
struct ImageFileFormat: DatasetFormat {
  let summary = "one such image"

  func recognizes(_ candidate: DatasetCandidate) -> Bool {
    !candidate.isFolder && ImageFile.isImage(candidate.start)
  }

  func open(
    _ path: String,
    split: DatasetSplit,
    cacheBytes: Int
  ) throws(FileProblem) -> any ImageDataset {
    try ImageCollection(files: [path], name: path, cacheBytes: cacheBytes)
  }
}
