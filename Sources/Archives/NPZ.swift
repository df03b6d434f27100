/// NumPy's `.npz` files: a zip archive of `.npy` files, one for each named array.
public enum NPZ {
  /// How entries are stored.
  public enum Compression: Sendable {
    /// As they are: what `numpy.savez` writes.
    case stored
    /// Deflated: what `numpy.savez_compressed` writes.
    case deflated
  }

  private static let expected = "a NumPy .npz archive"

  /// Reads all arrays of the file at `path`, in the archive's order.
  ///
  /// - Throws: `FileProblem` where the file is not such an archive, is damaged, holds an entry that
  ///   is not an array of a type that `NumpyArray` has or whose name is not ASCII, or two of one
  ///   name, or exceeds `limits`.
  public static func read(
    _ path: String,
    limits: ReadLimits = .arrays
  ) throws(FileProblem) -> NamedArrays {
    var reader = try ArchiveReader(path, layout: .zip, expected: expected, limits: limits)
    var arrays = NamedArrays()
    while let entry = try reader.nextEntry() {
      guard entry.isFile, entry.name.hasSuffix(".npy") else {
        throw FileProblem(
          path,
          found: "holds '\(entry.name)', which is not a .npy entry",
          expected: expected
        )
      }
      let name = String(entry.name.dropLast(".npy".count))
      guard arrays[name] == nil else {
        throw FileProblem(path, found: "holds two arrays named '\(name)'", expected: expected)
      }
      arrays[name] = try NumpyArray(reading: &reader, label: "entry '\(name)'")
    }
    return arrays
  }

  /// Writes `arrays` to `path`, whole or not at all; equal arrays give equal bytes.
  ///
  /// - Throws: `FileProblem` where the file cannot be written.
  public static func write(
    _ arrays: NamedArrays,
    to path: String,
    compression: Compression = .stored
  ) throws(FileProblem) {
    let file = try AtomicFile(path)
    let writer = try ZipWriter(file, compression: compression)
    for name in arrays.names {
      guard let array = arrays[name] else { continue }
      try writer.add(array, named: name + ".npy")
    }
    try writer.finish()
    try file.commit()
  }
}
