import Archives
import Imaging

/// Images in an archive, unpacked but still encoded in a temporary file without a name.
///
/// Any image can then be read at any time, whatever the format and compression, and the system caches what
/// fits into memory. Names of entries are never used as paths.
struct ArchiveImageStore: ImageStore {
  private struct Entry {
    let name: String
    let offset: Int
    let length: Int
  }

  private let path: String
  private let entries: [Entry]
  private let file: ScratchFile
  let names: [String]
  /// The numbers of images in unsupported formats, by file extension.
  let otherFormats: [String: Int]

  /// Unpacks the images of the archive at `path`, sorted by name; among equal names the last one counts, as
  /// when the archive is unpacked into a folder.
  ///
  /// - Throws: `FileProblem` if the archive is damaged, expands beyond the limits or does not fit on the
  ///   disk.
  init(
    _ path: String,
    format: PackedFiles.Format,
    limits: ImageLimits,
    archiveLimits: ReadLimits
  ) throws(FileProblem) {
    var packed = try PackedFiles(path, format: format, limits: archiveLimits)
    let file = try ScratchFile()
    var found: [String: Entry] = [:]
    var otherFormats: [String: Int] = [:]
    var end = 0
    while let entryName = try packed.nextFile() {
      let components = entryName.split(separator: "/").filter { $0 != "." }
      // Hidden files, and those that macOS adds to zip archives.
      if components.contains(where: { $0.hasPrefix(".") || $0 == "__MACOSX" }) { continue }
      let name = components.joined(separator: "/")
      if ImageNames.isOtherImage(name) {
        otherFormats[ImageNames.ending(of: name), default: 0] += 1
      }
      guard ImageNames.isImage(name) else { continue }
      // One byte more than the limit, so that reading the header reports it.
      let bytes = try packed.read(upTo: limits.fileBytes + 1)
      try file.write(bytes, at: end)
      found[name] = Entry(name: name, offset: end, length: bytes.count)
      end += bytes.count
    }
    entries = found.values.sorted { $0.name < $1.name }
    names = entries.map(\.name)
    self.path = path
    self.file = file
    self.otherFormats = otherFormats
  }

  func path(of index: Int) -> String { path + "/" + entries[index].name }

  func header(of index: Int, limits: ImageLimits) throws(FileProblem) -> ImageHeader {
    let entry = entries[index]
    var place = entry.offset
    return try ImageFile.header(path: path(of: index), byteCount: entry.length, limits: limits) {
      (count) throws(FileProblem) in
      defer { place += count }
      return try file.read(count, at: place)
    }
  }

  func bytes(of index: Int, limits: ImageLimits) throws(FileProblem) -> [UInt8] {
    try file.read(entries[index].length, at: entries[index].offset)
  }
}
