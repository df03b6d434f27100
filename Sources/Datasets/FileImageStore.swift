import Archives
import Imaging

/// Images in separate files.
struct FileImageStore: ImageStore {
  let names: [String]
  private let files: [String]

  /// The images in `files`, whose names are relative to `root`.
  init(_ files: [String], below root: String) {
    self.files = files
    let start = root + "/"
    names = files.map { $0.hasPrefix(start) ? String($0.dropFirst(start.count)) : $0 }
  }

  func path(of index: Int) -> String { files[index] }

  func header(of index: Int, limits: ImageLimits) throws(FileProblem) -> ImageHeader {
    try ImageFile.header(of: files[index], limits: limits)
  }

  func bytes(of index: Int, limits: ImageLimits) throws(FileProblem) -> [UInt8] {
    try InputFile.read(files[index], limit: limits.fileBytes)
  }
}
